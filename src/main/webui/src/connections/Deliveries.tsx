import { Link } from 'react-router';
import { clockTime, fullTime } from '../figures/format';
import { Mark, type Tone } from '../kit/Mark';
import { useLive } from '../live/Live';
import type { Delivery } from './api';
import { texts } from './texts';

const TONES: Record<Delivery['status'], Tone> = { TAKEN: 'good', IGNORED: 'off', REFUSED: 'bad', UNAVAILABLE: 'waiting' };

/** What arrived lately, with its outcome and the reason for it. */
export function Deliveries({ deliveries }: { deliveries: Delivery[] }) {
  const { clock } = useLive();
  const { columns } = texts.one;
  return (
    <section className="section">
      <div className="section-head">
        <h2>{texts.one.deliveries}</h2>
        {deliveries.length === 0 && <span className="quiet small">{texts.one.noDeliveries}</span>}
      </div>
      {deliveries.length > 0 && (
        <>
          <div className="panel scroll">
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">{columns.at}</th>
                  <th scope="col">{columns.event}</th>
                  <th scope="col">{columns.status}</th>
                  <th scope="col">{columns.reason}</th>
                  <th scope="col" className="num">
                    {columns.readings}
                  </th>
                </tr>
              </thead>
              <tbody>
                {deliveries.map((each, at) => (
                  <tr key={`${each.at}/${at}`}>
                    <td className="nowrap" title={fullTime(each.at)} data-label={columns.at}>
                      {clockTime(each.at, clock.present(), true)}
                    </td>
                    <td data-label={columns.event}>{each.event}</td>
                    <td data-label={columns.status}>
                      <Mark tone={TONES[each.status]} text={texts.one.statuses[each.status]} />
                      {each.repeats > 0 && <div className="small quiet">{texts.one.repeats(each.repeats)}</div>}
                    </td>
                    <td className="text" data-label={columns.reason}>
                      {each.reason}
                    </td>
                    <td className="num" data-label={columns.readings}>
                      {each.readings}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="small quiet" style={{ marginTop: 8 }}>
            {texts.one.again} <Link to="/connections/rejected">{texts.one.rejected}</Link>
          </p>
        </>
      )}
    </section>
  );
}
