import { Button, Checkbox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { AlertList } from '../alerts/AlertList';
import { alerts as alertsQuery, projectValue, rules as rulesQuery } from '../api/queries';
import type { Alert, ProjectValue, Rule } from '../api/types';
import { clockTime } from '../figures/format';
import type { Note } from '../figures/Chart';
import { FreshnessMark, Incomplete } from '../figures/Marks';
import { useLive } from '../live/Live';
import { PageLink } from '../shell/PageLink';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrl } from '../shell/urlState';
import { useTitle } from '../shell/useTitle';
import { texts } from '../texts';
import { isPast } from '../time/moment';
import { TimeRange } from '../time/TimeRange';
import { useMoment } from '../time/useMoment';
import { definition, deliverables, metricDefinitions } from './facts';
import { BenefitMap } from './BenefitMap';
import { Benefits } from './Benefits';
import { MetricPanel } from './MetricPanel';
import { Log, Parts } from './Parts';
import { ProjectFigures, Returns } from './ProjectFigures';
import { ProjectTabs } from './ProjectTabs';
import { projectTexts } from './texts';
import { AheadBox, HappenedBox, ValueChart } from './ValueChart';
import { useMayChange } from './useWork';
import '../kit/kit.css';
import './project.css';

/** One project; its address holds the stretch of time, an open drawer and a marked alert. */
export default function ProjectPage() {
  const { id = '' } = useParams();
  const cache = useQueryClient();
  const { paused } = useLive();
  const { data, error, refetch } = useQuery(projectValue(cache, id, paused, useMoment()));
  useTitle(data?.name ?? id);
  if (!data) {
    return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{texts.loading}</p>;
  }
  return <Filled id={id} project={data} />;
}

/** One and the same, so that panels are not drawn anew while rules are read. */
const NO_RULES: Rule[] = [];

/** What happened to the project, for its chart. */
function useNotes(id: string): Note[] {
  const known = useQuery(definition(id));
  const delivered = useQuery(deliverables(id));
  return useMemo(() => {
    const notes: Note[] = [];
    const goLive = Date.parse(known.data?.goLive ?? '');
    if (!Number.isNaN(goLive)) notes.push({ label: projectTexts.goLive, at: goLive / 1000 });
    for (const { name, doneOn } of delivered.data?.items ?? []) {
      if (doneOn) notes.push({ label: projectTexts.delivered(name), at: Date.parse(`${doneOn}T12:00:00Z`) / 1000 });
    }
    return notes;
  }, [known.data, delivered.data]);
}

function Filled({ id, project }: { id: string; project: ProjectValue }) {
  const { watch, frozenAt, clock } = useLive();
  const { params, change } = useUrl();
  const { data: rules } = useQuery(rulesQuery(id));
  const promised = useQuery(metricDefinitions(id)).data;
  const goLive = useQuery(definition(id)).data?.goLive ?? null;
  const notes = useNotes(id);
  const past = isPast(useMoment());

  useEffect(() => {
    watch([`project:${project.key}`]);
    return () => watch([]);
  }, [watch, project.key]);

  return (
    <div data-frozen={frozenAt !== null && !past} data-freshness={project.freshness}>
      <div className="page-head">
        <span>
          <PageLink to="/">{texts.project.back}</PageLink> <span className="quiet">/</span>
        </span>
        <h1>{project.name}</h1>
        <FreshnessMark freshness={project.freshness} lastObserved={project.lastObserved} />
        <span className="spring" />
        {frozenAt !== null && !past && (
          <span className="quiet small">{texts.link.asOf(clockTime(frozenAt, clock.present(), true))}</span>
        )}
      </div>
      <ProjectTabs id={project.key} />
      <section className="panel" aria-label={texts.project.figures}>
        <ProjectFigures project={project} />
        <Returns project={project} />
        <Incomplete complete={project.complete} reasons={project.reasons} />
      </section>

      {!past && <ProjectAlerts project={project} marked={params.get('alert')} />}

      <section className="section">
        <div className="section-head">
          <h2>{texts.project.valueOverTime}</h2>
          <span className="spring" />
          <HappenedBox />
          <AheadBox />
          <TimeRange />
        </div>
        <div className="panel multiple">
          <ValueChart id={id} project={project} notes={notes} />
        </div>
      </section>

      <section className="section">
        <div className="section-head">
          <h2>{texts.project.metrics}</h2>
          <span className="quiet small">{texts.project.metricCount(project.metrics.length)}</span>
          <span className="spring" />
          {project.metrics.length > 0 && (
            <Checkbox
              size="xs"
              label={projectTexts.showWithout}
              title={projectTexts.showWithoutHelp}
              checked={params.get('forecast') !== 'off'}
              onChange={(event) => change({ forecast: event.currentTarget.checked ? null : 'off' })}
            />
          )}
        </div>
        {project.metrics.length === 0 ? (
          <NoMetrics id={project.key} />
        ) : (
          <ul className="multiples">
            {project.metrics.map((metric) => (
              <MetricPanel
                key={metric.id}
                metric={metric}
                currency={project.currency}
                rules={rules?.items ?? NO_RULES}
                promised={promised?.items.find(({ id: of }) => of === metric.id)}
                goLive={goLive}
              />
            ))}
          </ul>
        )}
      </section>

      <section className="section">
        <Parts project={project} />
      </section>
      <BenefitMap project={project} />
      <Benefits project={project} />
      <Log project={project} />
    </div>
  );
}

/** What feeds the metrics, and the next step for whoever may take it. */
function NoMetrics({ id }: { id: string }) {
  const changes = useMayChange();
  return (
    <div className="panel empty">
      <p className="quiet">{changes ? texts.project.noMetrics : texts.project.noMetricsRead}</p>
      {changes && (
        <div className="actions">
          <Button size="xs" component={Link} to={`/setup?project=${encodeURIComponent(id)}&step=2`}>
            {texts.project.addMetric}
          </Button>
          <PageLink to="/connections">{texts.project.connect}</PageLink>
        </div>
      )}
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
