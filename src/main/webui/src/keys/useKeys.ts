import { useEffect } from 'react';
import { commands } from './commands';

const SEQUENCE_MS = 1_200;

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !/^(checkbox|radio|button)$/.test(target.getAttribute('type') ?? '')
  );
}

/** A dialog has the keyboard to itself. */
const inDialog = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

/**
 * Keys such as `?`, `p` and `g a` (one after the other), as the registry of commands has them; ⌘K or Ctrl-K opens the
 * palette from anywhere. Left alone while someone types, in a dialog, and with any modifier, so that none of the
 * browser's own keys is taken.
 */
export function useKeys(enabled: boolean, palette: () => void): void {
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        palette();
        return;
      }
      if (!enabled || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (typing(event.target) || inDialog()) return;
      const pair = first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${event.key}` : '';
      first = { key: event.key, at: event.timeStamp };
      const command = commands.byKeys(pair) ?? commands.byKeys(event.key);
      if (!command) return;
      first = null;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [enabled, palette]);
}
