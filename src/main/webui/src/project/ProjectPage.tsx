import { SegmentedControl } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { AlertList } from '../alerts/AlertList';
import { alerts as alertsQuery, projectValue, RANGES, rules as rulesQuery, type Range } from '../api/queries';
import type { Alert, ProjectValue } from '../api/types';
import { ExplainDrawer } from '../explain/ExplainDrawer';
import { clockTime } from '../figures/format';
import { FreshnessMark, Incomplete } from '../figures/Marks';
import { useLive } from '../live/Live';
import { ProblemNote } from '../shell/ProblemNote';
import { useTitle } from '../shell/useTitle';
import { texts } from '../texts';
import { MetricPanel } from './MetricPanel';
import { ProjectFigures } from './ProjectFigures';
import { ValueChart } from './ValueChart';

const DEFAULT_RANGE: Range = '7d';

/** One project; its address holds the range, an open drawer and a marked alert. */
export default function ProjectPage() {
  const { id = '' } = useParams();
  const cache = useQueryClient();
  const { paused } = useLive();
  const { data, error, refetch } = useQuery(projectValue(cache, id, paused));
  useTitle(data?.name ?? id);
  if (!data) {
    return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{texts.loading}</p>;
  }
  return <Filled id={id} project={data} />;
}

function Filled({ id, project }: { id: string; project: ProjectValue }) {
  const { watch, frozenAt, clock } = useLive();
  const [params, setParams] = useSearchParams();
  const named = params.get('range');
  const range = RANGES.find((known) => known === named) ?? DEFAULT_RANGE;
  const { data: rules } = useQuery(rulesQuery(id));

  useEffect(() => {
    watch([`project:${project.key}`]);
    return () => watch([]);
  }, [watch, project.key]);

  const set = (name: string, value: string | null) =>
    setParams(
      (before) => {
        if (value === null) before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );

  return (
    <div data-frozen={frozenAt !== null} data-freshness={project.freshness}>
      <div className="page-head">
        <span>
          <Link to="/">{texts.project.back}</Link> <span className="quiet">/</span>
        </span>
        <h1>{project.name}</h1>
        <FreshnessMark freshness={project.freshness} lastObserved={project.lastObserved} />
        <span className="spring" />
        {frozenAt !== null && <span className="quiet small">{texts.link.asOf(clockTime(frozenAt, clock.present(), true))}</span>}
      </div>
      <section className="panel" aria-label={texts.project.figures}>
        <ProjectFigures project={project} explain={() => set('explain', 'realised')} />
        <Incomplete complete={project.complete} reasons={project.reasons} />
      </section>

      <ProjectAlerts project={project} marked={params.get('alert')} />

      <section className="section">
        <div className="section-head">
          <h2>{texts.project.valueOverTime}</h2>
          <span className="spring" />
          <SegmentedControl
            size="xs"
            aria-label={texts.project.range}
            value={range}
            onChange={(next) => set('range', next === DEFAULT_RANGE ? null : next)}
            data={RANGES.map((value) => ({ value, label: texts.project.ranges[value] }))}
          />
        </div>
        <div className="panel multiple">
          <ValueChart id={id} project={project} range={range} />
        </div>
      </section>

      <section className="section">
        <div className="section-head">
          <h2>{texts.project.metrics}</h2>
          <span className="quiet small">{texts.project.metricCount(project.metrics.length)}</span>
        </div>
        {project.metrics.length === 0 ? (
          <p className="panel empty quiet">{texts.project.noMetrics}</p>
        ) : (
          <ul className="multiples">
            {project.metrics.map((metric) => (
              <MetricPanel
                key={metric.id}
                metric={metric}
                currency={project.currency}
                rules={rules?.items ?? []}
                range={range}
              />
            ))}
          </ul>
        )}
      </section>

      <ExplainDrawer id={id} name={project.name} opened={params.has('explain')} close={() => set('explain', null)} />
    </div>
  );
}

const RESOLVED_SHOWN = 3;

function ProjectAlerts({ project, marked }: { project: ProjectValue; marked: string | null }) {
  const firing = useQuery(alertsQuery('FIRING'));
  const resolved = useQuery(alertsQuery('RESOLVED'));
  const own = (list: Alert[] = []) =>
    list.filter((alert) => alert.project === project.key || alert.project === project.id);
  const ended = own(resolved.data?.items);
  const shown = [...own(firing.data?.items), ...ended.filter(({ id }, at) => at < RESOLVED_SHOWN || id === marked)];
  return (
    <section className="section">
      <div className="section-head">
        <h2>{texts.project.alerts}</h2>
        {shown.length === 0 && <span className="small quiet">{texts.project.noAlerts}</span>}
      </div>
      {shown.length > 0 && <AlertList alerts={shown} marked={marked} showProject={false} />}
    </section>
  );
}
