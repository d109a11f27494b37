import { clockTime } from '../figures/format';
import { Mark } from '../kit/Mark';
import { useLive } from '../live/Live';
import type { Connection, Delivery, Manifest } from './api';
import { texts } from './texts';

interface FirstEventProps {
  connection: Pick<Connection, 'lastSuccess' | 'createdAt'>;
  manifest: Pick<Manifest, 'way'>;
  deliveries: Delivery[];
}

/** Waits for the first event, and turns green when it has been taken; says so to those who do not look. */
export function FirstEvent({ connection, manifest, deliveries }: FirstEventProps) {
  const { clock } = useLive();
  const taken = deliveries.filter(({ status, readings }) => status === 'TAKEN' && readings > 0).at(-1);
  const first = taken?.at ?? (manifest.way === 'PULL' || deliveries.length === 0 ? connection.lastSuccess : null);
  const latest = deliveries[0];
  return (
    <div className="panel first-event" data-state={first ? 'arrived' : !latest ? 'waiting' : latest.status === 'REFUSED' ? 'refused' : 'unused'} role="status">
      {first ? (
        <>
          <Mark tone="good" text={texts.one.arrived(clockTime(first, clock.present(), true))} />
          {taken && <span className="small quiet">{texts.one.arrivedReadings(taken.readings)}</span>}
        </>
      ) : latest && latest.status === 'REFUSED' ? (
        <Mark tone="bad" text={texts.one.refused} />
      ) : latest && latest.status !== 'UNAVAILABLE' ? (
        <Mark tone="waiting" text={texts.one.unusedYet} />
      ) : (
        <>
          <Mark tone="waiting" text={texts.one.waiting} />
          <span className="small quiet">{texts.one.waitingLead[manifest.way]}</span>
        </>
      )}
    </div>
  );
}
