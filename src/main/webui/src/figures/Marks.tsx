import type { Freshness as Fresh, Severity } from '../api/types';
import { useLive } from '../live/Live';
import { texts } from '../texts';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import { clockTime, fullTime } from './format';

/** Each state has a shape of its own, so that colour is never alone. */
export function FreshnessMark({ freshness, lastObserved }: { freshness: Fresh; lastObserved: string | null }) {
  const { clock, frozenAt, status } = useLive();
  const past = isPast(useMoment());
  const since = lastObserved ? clockTime(lastObserved, clock.present()) : null;
  // What stands still is not live, whatever its readings were when last heard of.
  const held = freshness === 'LIVE' && (past || (frozenAt !== null && status !== 'connecting'));
  const text = held && past
    ? texts.freshness.then
    : held && frozenAt !== null
    ? texts.link.asOf(clockTime(frozenAt, clock.present(), true))
    : freshness === 'STALE' && since
      ? texts.freshness.staleSince(since)
      : texts.freshness[freshness];
  const title = lastObserved ? texts.freshness.lastReading(fullTime(lastObserved)) : texts.freshness.noReading;
  return (
    <span className="fresh" data-freshness={held ? 'HELD' : freshness} title={title}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        {held && <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="2" />}
        {freshness === 'LIVE' && !held && <circle cx="5" cy="5" r="4" fill="currentColor" />}
        {freshness === 'STALE' && <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3 2" />}
        {freshness === 'NO_DATA' && <path d="M1 5h8" stroke="currentColor" strokeWidth="2" />}
      </svg>
      {text}
    </span>
  );
}

export function SeverityMark({ severity, text }: { severity: Severity; text?: string }) {
  return (
    <span className="severity" data-severity={severity}>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        {severity === 'CRITICAL' && <path d="M4.3 1h5.4L13 4.3v5.4L9.7 13H4.3L1 9.7V4.3z" fill="currentColor" />}
        {severity === 'WARNING' && <path d="M7 1 13.5 13H.5z" fill="currentColor" />}
        {severity === 'INFO' && <circle cx="7" cy="7" r="6" fill="none" stroke="currentColor" strokeWidth="2" />}
        {severity !== 'INFO' ? (
          <path d="M7 4.6v3.6M7 9.8v1.4" stroke="var(--panel)" strokeWidth="1.6" />
        ) : (
          <path d="M7 6.2v4M7 3.6v1.4" stroke="currentColor" strokeWidth="1.6" />
        )}
      </svg>
      {text ?? texts.alerts.severity[severity]}
    </span>
  );
}

export function WarnMark() {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true">
      <path d="M7 1 13.5 13H.5z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
      <path d="M7 5v4M7 10.2v1.2" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}

/** Why a sum is not the whole sum, on the figures themselves. */
export function Incomplete({ complete, reasons }: { complete: boolean; reasons: string[] }) {
  if (complete && reasons.length === 0) return null;
  return (
    <div className="incomplete">
      <WarnMark />
      <span>
        {!complete && <strong>{texts.figures.incomplete}. </strong>}
        {reasons.join(' ')}
      </span>
    </div>
  );
}
