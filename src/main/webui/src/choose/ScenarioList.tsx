import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Explained } from '../explain/Explained';
import { Money } from '../figures/Figure';
import { clockTime } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { Mark } from '../kit/Mark';
import { mayManage } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useLive } from '../live/Live';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { scenariosQuery } from './api';
import { texts } from './texts';

/** The scenarios that were saved. */
export function ScenarioList() {
  const person = useMe();
  const { clock } = useLive();
  const { data, error, refetch } = useQuery(scenariosQuery);
  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  const add = mayManage(person) && (
    <Button component={Link} to="/choose/new" size="xs">
      {texts.add}
    </Button>
  );
  if (data.length === 0) {
    return (
      <section className="panel empty">
        <h2>{texts.none}</h2>
        <p className="quiet lead-in">{texts.noneLead}</p>
        <div className="actions">{add}</div>
      </section>
    );
  }
  return (
    <>
      <div className="section-head">
        <span className="spring" />
        {add}
      </div>
      <SavedTable name={texts.title}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.columns.name}</th>
              <th scope="col" className="num">
                {texts.columns.value}
              </th>
              <th scope="col">{texts.columns.solved}</th>
              <th scope="col">{texts.columns.state}</th>
            </tr>
          </thead>
          <tbody>
            {[...data].reverse().map((each) => (
              <tr key={each.id} data-row>
                <td>
                  <Link to={`/choose/${each.id}`}>{each.name}</Link>
                </td>
                <td className="num" data-label={texts.columns.value} data-csv={each.value ?? ''}>
                  {each.possible && each.value !== null ? (
                    <Explained figure="choice:value" of={each.id} name={texts.valueOf(each.name)}>
                      <Money value={each.value} currency={each.currency} />
                    </Explained>
                  ) : (
                    texts.impossible
                  )}
                </td>
                <td className="nowrap" data-label={texts.columns.solved} data-csv={each.solvedAt}>
                  {clockTime(each.solvedAt, clock.present())}
                </td>
                <td>
                  <Mark tone={each.approvedAt ? 'good' : 'off'} text={each.approvedAt ? texts.approved : texts.draft} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </SavedTable>
    </>
  );
}
