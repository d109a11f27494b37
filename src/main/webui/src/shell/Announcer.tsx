import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { alerts } from '../api/queries';
import { useLive } from '../live/Live';
import { texts } from '../texts';

/** A reader is told of what matters at most this often; figures that tick are never read out. */
const SAY_EVERY_MS = 10_000;

/** Says, for those who do not see the page, that the connection changed or a new alert fires. */
export function Announcer() {
  const { status, paused } = useLive();
  const { data } = useQuery(alerts('FIRING'));
  const [said, setSaid] = useState('');
  const known = useRef<Set<string> | null>(null);
  const waiting = useRef<string[]>([]);
  const lastSaid = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const say = useRef((sentence: string) => {
    waiting.current = [...waiting.current, sentence].slice(-3);
    if (timer.current !== undefined) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        lastSaid.current = Date.now();
        setSaid(waiting.current.join(' '));
        waiting.current = [];
      },
      Math.max(0, lastSaid.current + SAY_EVERY_MS - Date.now()),
    );
  }).current;

  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (paused) say(texts.link.announce.paused);
    else if (status === 'live' || status === 'reconnecting') say(texts.link.announce[status]);
  }, [status, paused, say]);
  useEffect(() => {
    if (!data) return;
    const before = known.current;
    known.current = new Set(data.items.map(({ id }) => id));
    if (!before) return;
    for (const { id, severity, name, project } of data.items) {
      if (!before.has(id)) say(texts.alerts.announce(texts.alerts.severity[severity], name, project));
    }
  }, [data, say]);

  return (
    <div className="visually-hidden" aria-live="polite">
      {said}
    </div>
  );
}
