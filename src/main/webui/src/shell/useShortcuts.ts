import { useEffect, useRef } from 'react';

const SEQUENCE_MS = 1_200;

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/**
 * Keys such as `?`, `p` and `g a` (one after the other). Left alone while someone types, and with any
 * modifier, so that none of the browser's own keys is taken.
 */
export function useShortcuts(actions: Record<string, () => void>, enabled: boolean): void {
  const current = useRef(actions);
  current.current = actions;
  useEffect(() => {
    if (!enabled) return;
    let first: { key: string; at: number } | null = null;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
      const pair = first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${event.key}` : '';
      first = { key: event.key, at: event.timeStamp };
      const action = current.current[pair] ?? current.current[event.key];
      if (!action) return;
      first = null;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [enabled]);
}
