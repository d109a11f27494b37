import { SegmentedControl } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { alerts as alertsQuery, portfolio as portfolioQuery } from '../api/queries';
import { useLive } from '../live/Live';
import { ProblemNote } from '../shell/ProblemNote';
import { useTitle } from '../shell/useTitle';
import { texts } from '../texts';
import { AlertList } from './AlertList';

/** Every episode of the tenant that fires, and those that have ended. */
export default function AlertsPage() {
  useTitle(texts.alerts.title);
  const [params, setParams] = useSearchParams();
  const state = params.get('state') === 'resolved' ? 'RESOLVED' : 'FIRING';
  const { data, error, refetch } = useQuery(alertsQuery(state));
  // Names come from the portfolio; until it is read the key stands for the name.
  const cache = useQueryClient();
  const { paused } = useLive();
  const { data: portfolio } = useQuery(portfolioQuery(cache, paused));
  const named = (project: string) =>
    portfolio?.projects.find(({ id, key }) => id === project || key === project)?.name ?? project;
  return (
    <>
      <div className="page-head">
        <h1>{texts.alerts.title}</h1>
        <span className="spring" />
        <SegmentedControl
          size="xs"
          aria-label={texts.alerts.all}
          value={state}
          onChange={(next) => setParams(next === 'RESOLVED' ? { state: 'resolved' } : {}, { replace: true })}
          data={[
            { value: 'FIRING', label: texts.alerts.open },
            { value: 'RESOLVED', label: texts.alerts.resolved },
          ]}
        />
      </div>
      {error && !data && <ProblemNote error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <p className="panel empty quiet">{state === 'FIRING' ? texts.alerts.none : texts.alerts.noneResolved}</p>
      )}
      {data && data.items.length > 0 && <AlertList alerts={data.items} marked={params.get('alert')} projectName={named} />}
      {data?.nextCursor && <p className="small quiet">{texts.alerts.more}</p>}
    </>
  );
}
