import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { ProblemNote } from '../shell/ProblemNote';
import { texts } from './texts';

const UNDO_MS = 6_000;

interface Leaving {
  id: string;
  name: string;
}

/**
 * Removes with a way back: what is removed is hidden at once and gone for good a moment later, or
 * when the page is left. Until then it can be undone, and the server knows nothing of it.
 */
export function useRemoval(commit: (id: string) => Promise<unknown>): {
  hides(id: string): boolean;
  remove(id: string, name: string): void;
  note: ReactNode;
} {
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<Error | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const waiting = useRef<Leaving | null>(null);
  const commits = useRef(commit);
  commits.current = commit;

  const settle = useCallback(() => {
    clearTimeout(timer.current);
    const due = waiting.current;
    waiting.current = null;
    setLeaving(null);
    if (!due) return;
    setGone((before) => new Set(before).add(due.id));
    commits.current(due.id).catch((failed: Error) => {
      setError(failed);
      setGone((before) => new Set([...before].filter((id) => id !== due.id)));
    });
  }, []);
  useEffect(() => {
    window.addEventListener('pagehide', settle);
    return () => {
      window.removeEventListener('pagehide', settle);
      settle();
    };
  }, [settle]);

  const remove = (id: string, name: string) => {
    settle();
    setError(null);
    waiting.current = { id, name };
    setLeaving(waiting.current);
    timer.current = setTimeout(settle, UNDO_MS);
  };
  const undo = () => {
    clearTimeout(timer.current);
    waiting.current = null;
    setLeaving(null);
  };
  return {
    hides: (id) => gone.has(id) || leaving?.id === id,
    remove,
    note: (
      <>
        <div aria-live="polite">
          {leaving && (
            <p className="notice">
              {texts.removed(leaving.name)}{' '}
              <button type="button" className="text-button" onClick={undo}>
                {texts.undo}
              </button>
            </p>
          )}
        </div>
        {error && <ProblemNote error={error} />}
      </>
    ),
  };
}
