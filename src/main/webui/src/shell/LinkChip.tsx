import { useLive } from '../live/Live';
import { clockTime } from '../figures/format';
import { texts } from '../texts';

/** Whether the figures move, and since when not. */
export function LinkChip() {
  const { status, paused, frozenAt, clock } = useLive();
  const shown = paused && status === 'live' ? 'paused' : status;
  const since = frozenAt !== null && shown !== 'connecting' ? clockTime(frozenAt, clock.present(), true) : null;
  return (
    <span className="link" data-status={shown} title={shown === 'live' ? texts.link.ticking : undefined}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {shown === 'live' && <circle cx="6" cy="6" r="4.5" fill="currentColor" />}
        {shown === 'paused' && <path d="M3.5 2v8M8.5 2v8" stroke="currentColor" strokeWidth="2.4" />}
        {(shown === 'connecting' || shown === 'reconnecting') && (
          <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="4 3" />
        )}
        {shown === 'signed-out' && <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="2" />}
      </svg>
      <span className="link-word">{texts.link[shown]}</span>
      {since && <span className="wide">{texts.link.asOf(since)}</span>}
    </span>
  );
}
