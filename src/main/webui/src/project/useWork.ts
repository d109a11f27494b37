import { useQueryClient } from '@tanstack/react-query';
import { mayManage } from '../kit/role';
import { keys as moneyKeys } from '../money/api';
import { useMe } from '../session/SessionGate';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';

/** Whether this person may change what is registered of a project: managers, and not while one looks back. */
export function useMayChange(): boolean {
  const past = isPast(useMoment());
  return mayManage(useMe()) && !past;
}

/** Reads again what hangs on what is registered: facts, and figures of money. */
export function useReadAgain(project: string): () => Promise<void> {
  const cache = useQueryClient();
  return async () => {
    void cache.invalidateQueries({ queryKey: moneyKeys.of(project) });
    await cache.invalidateQueries({ queryKey: ['facts'] });
  };
}
