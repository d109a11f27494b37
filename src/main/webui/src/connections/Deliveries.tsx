import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { clockTime, fullTime } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call, part } from '../kit/http';
import { Mark, type Tone } from '../kit/Mark';
import { useLive } from '../live/Live';
import { ProblemNote } from '../shell/ProblemNote';
import { keys, type Delivery, type Replayed } from './api';
import { texts } from './texts';

const TONES: Record<Delivery['status'], Tone> = { TAKEN: 'good', IGNORED: 'off', REFUSED: 'bad', UNAVAILABLE: 'waiting' };

interface Props {
  connection: string;
  deliveries: Delivery[];
  acts: boolean;
}

/** What arrived lately, with its outcome and the reason for it; what is kept can be taken again. */
export function Deliveries({ connection, deliveries, acts }: Props) {
  const { clock } = useLive();
  const cache = useQueryClient();
  const replay = useMutation({
    mutationFn: (id: string) => call<Replayed>('post', `/api/v1/connections/${part(connection)}/deliveries/${part(id)}/replay`),
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.deliveries(connection) }),
  });
  const { columns } = texts.one;
  return (
    <section className="section">
      <div className="section-head">
        <h2>{texts.one.deliveries}</h2>
        {deliveries.length === 0 && <span className="quiet small">{texts.one.noDeliveries}</span>}
      </div>
      {deliveries.length > 0 && (
        <>
          <SavedTable name={texts.one.deliveries}>
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
                  {acts && <td />}
                </tr>
              </thead>
              <tbody>
                {deliveries.map((each) => (
                  <tr key={each.id}>
                    <td className="nowrap" title={fullTime(each.at)} data-label={columns.at} data-csv={each.at}>
                      {clockTime(each.at, clock.present(), true)}
                    </td>
                    <td data-label={columns.event}>{each.event}</td>
                    <td data-label={columns.status}>
                      <Mark tone={TONES[each.status]} text={texts.one.statuses[each.status]} />
                      {each.repeats > 0 && <div className="small quiet">{texts.one.repeats(each.repeats)}</div>}
                      {each.replayedAt && <div className="small quiet">{texts.one.replayed(clockTime(each.replayedAt, clock.present()))}</div>}
                    </td>
                    <td className="text" data-label={columns.reason}>
                      {each.reason}
                    </td>
                    <td className="num" data-label={columns.readings}>
                      {each.readings}
                    </td>
                    {acts && (
                      <td className="actions-cell">
                        {each.kept && (
                          <button
                            type="button"
                            className="text-button small"
                            disabled={replay.isPending}
                            aria-label={texts.one.replayOf(each.event, clockTime(each.at, clock.present(), true))}
                            onClick={() => replay.mutate(each.id)}
                          >
                            {texts.one.replay}
                          </button>
                        )}
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </SavedTable>
          {replay.isError && <ProblemNote error={replay.error} />}
          {replay.isSuccess && (
            <p className="notice" role="status">
              {texts.one.replayedAs(replay.data.readings, replay.data.reason)}
            </p>
          )}
          <p className="small quiet" style={{ marginTop: 8 }}>
            {texts.one.again} <Link to="/connections/rejected">{texts.one.rejected}</Link>
          </p>
        </>
      )}
    </section>
  );
}
