import { useMutation } from '@tanstack/react-query';
import { call, part } from '../kit/http';

/** Adds a thing to a project, or changes the one that is there as it was read; then its form closes. */
export function usePartSave<Input>(project: string, kind: 'deliverables' | 'stakeholders', item: { id: string; version: number } | null, after: { saved(): Promise<void>; close(): void }) {
  return useMutation({
    mutationFn: (input: Input) => {
      const at = `/api/v1/projects/${part(project)}/${kind}`;
      return item ? call('patch', `${at}/${part(item.id)}`, { body: input, version: item.version }) : call('post', at, { body: input });
    },
    onSuccess: async () => {
      await after.saved();
      after.close();
    },
  });
}
