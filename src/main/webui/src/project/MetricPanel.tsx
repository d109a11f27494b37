import { useQuery } from '@tanstack/react-query';
import { memo, useCallback, useMemo, useState } from 'react';
import { windows as windowsQuery, windowSize, type WindowSize } from '../api/queries';
import type { MetricFigures, Rule } from '../api/types';
import { Explained } from '../explain/Explained';
import { Chart, type Line } from '../figures/Chart';
import { Changing, Money, Unknown } from '../figures/Figure';
import { money, number, percent } from '../figures/format';
import { FreshnessMark } from '../figures/Marks';
import { useUrl } from '../shell/urlState';
import { texts } from '../texts';
import { useInSight } from '../portfolio/inSight';
import { absolute, stretch } from '../time/range';
import { usePresent } from '../time/TimeRange';
import { useMoment, useRange } from '../time/useMoment';
import { forecastSizes, laidOver, without, type Without } from './forecast';
import type { MetricDefinition } from './facts';
import { metricMarks, metricPoints, shifted, targetCourse } from './points';
import { courseWords, TargetForm } from './TargetForm';
import { projectTexts } from './texts';
import { useMayChange } from './useWork';

const HEIGHT = 148;

interface MetricPanelProps {
  metric: MetricFigures;
  currency: string;
  rules: Rule[];
  /** What was promised, once it is read. */
  promised?: MetricDefinition;
  goLive: string | null;
}

/** The forecast without the project, of the first size that there is one of; asked for only once the panel is in sight. */
function useWithout(metric: MetricFigures, size: WindowSize, wanted: boolean): Without | null {
  const { asOf, asKnownAt } = useMoment();
  const [first, second] = forecastSizes(metric.kind, size);
  // What was known at a moment is not forecast: the server does not tell it.
  const asked = wanted && asKnownAt === null;
  const best = useQuery({ ...without(metric.id, first ?? 'day', asOf), enabled: asked && first !== undefined });
  const none = best.data !== undefined && best.data.points.length === 0;
  const other = useQuery({ ...without(metric.id, second ?? 'hour', asOf), enabled: asked && none && second !== undefined }).data;
  const found = none ? other : best.data;
  return asked && first !== undefined && found && found.points.length > 0 ? found : null;
}

/** One of the small multiples: a metric's present, its course, what it is worth. */
export const MetricPanel = memo(function MetricPanel({ metric, currency, rules, promised, goLive }: MetricPanelProps) {
  const range = useRange();
  const moment = useMoment();
  const { params, change } = useUrl();
  const [panel, inSight] = useInSight<HTMLLIElement>(false);
  const shown = stretch(range, usePresent()());
  const size = windowSize(shown.to - shown.from, metric.kind);
  const { data } = useQuery(windowsQuery(metric.id, range, size, moment));
  const earlier = useQuery({ ...windowsQuery(metric.id, range, size, moment, true), enabled: range.compare }).data;
  const span = shown.to - shown.from;
  const points = useMemo(() => metricPoints(data ?? [], metric, size), [data, metric, size]);
  const target = useMemo(() => (promised ? targetCourse(points.times, promised, goLive, metric, size) : null), [promised, goLive, points.times, metric, size]);
  const marks = useMemo(() => metricMarks(metric, rules, size, target !== null), [metric, rules, size, target]);
  const forecast = useWithout(metric, size, inSight && params.get('forecast') !== 'off');
  const drawn = useMemo(() => (forecast ? laidOver(points.times, forecast, size) : null), [forecast, points.times, size]);
  const measure = texts.project.kinds[`${metric.kind}_${size}`];
  const lines = useMemo<Line[]>(
    () => [
      { label: measure, colour: '--chart-value', values: points.values, bars: metric.kind === 'FLOW' },
      ...(target ? [{ label: texts.project.target, colour: '--chart-target', values: target, dash: [6, 3], named: 'start' as const }] : []),
      ...(range.compare && earlier
        ? [{ label: projectTexts.before, colour: '--chart-baseline', values: shifted(points.times, earlier, span, size, metric.kind), dash: [2, 2] }]
        : []),
      ...(drawn
        ? [{ label: projectTexts.without, colour: '--chart-forecast', values: drawn.values, dash: [5, 3], named: 'start' as const, interval: { low: drawn.low, high: drawn.high, fill: '--chart-interval' } }]
        : []),
    ],
    [points, measure, metric.kind, range.compare, earlier, span, size, drawn, target],
  );
  const format = useCallback((value: number) => number(value, metric.unit), [metric.unit]);
  const zoom = useCallback((from: number, to: number) => change(absolute(from * 1000, to * 1000), { push: true }), [change]);
  return (
    <li ref={panel} id={`metric-${metric.id}`} className="panel multiple" data-row data-freshness={metric.freshness} data-metric={metric.key}>
      <div className="multiple-head">
        <div>
          <h3>{metric.name}</h3>
          <div className="small quiet">
            {texts.project.categories[metric.category] ?? metric.category}
            {metric.disbenefit && ` · ${texts.project.disbenefit}`}
            {` · ${measure}`}
          </div>
        </div>
        <div className="multiple-now">
          <div className="num">
            <Changing revision={metric.revision ?? 0}>
              {metric.current === null ? (
                <Unknown reasons={metric.reasons} />
              ) : (
                <>
                  {number(metric.current)}
                  {metric.unit && <span className="code after">{metric.unit}</span>}
                </>
              )}
            </Changing>
          </div>
          <FreshnessMark freshness={metric.freshness} lastObserved={metric.lastObserved} />
        </div>
      </div>
      <Chart
        name={metric.name}
        times={points.times}
        lines={lines}
        marks={marks}
        height={HEIGHT}
        format={format}
        from={shown.from / 1000}
        to={shown.to / 1000}
        zoom={zoom}
      />
      {drawn && forecast && <Effect forecast={forecast} />}
      <div className="multiple-foot">
        <span>
          {metric.realised === null ? (
            // What has no price earns no money, not money of 0.
            <span className="quiet" title={metric.reasons.join(' ')}>
              {projectTexts.noMoney}
            </span>
          ) : (
            <>
              <span className="num cell">
                <Explained figure={`metric:${metric.key}`} name={metric.name}>
                  <Money value={metric.earningPerHour} currency={currency} digits={2} signed reasons={metric.reasons} bare />
                </Explained>
              </span>{' '}
              <span className="quiet">{texts.project.perHour}</span>
            </>
          )}
        </span>
        <span className="quiet">
          {metric.achievement === null ? (
            <Unknown reasons={metric.reasons} />
          ) : (
            <Explained figure="achievement" name={metric.name}>
              {(metric.disbenefit ? projectTexts.harmed : texts.project.achieved)(percent(metric.achievement, { digits: 0 }))}
            </Explained>
          )}
          {metric.share !== null && metric.share !== 1 && ` · ${texts.project.share(percent(metric.share, { digits: 0 }))}`}
          {metric.confidence !== null &&
            metric.confidence !== 1 &&
            ` · ${texts.project.confidence(percent(metric.confidence, { digits: 0 }))}`}
        </span>
      </div>
      {promised && <TargetOf metric={promised} />}
    </li>
  );
});

/** How the target moves, and the form that lets it move otherwise. */
function TargetOf({ metric }: { metric: MetricDefinition }) {
  const changes = useMayChange();
  const [open, setOpen] = useState(false);
  if (open && changes) return <TargetForm metric={metric} close={() => setOpen(false)} />;
  return (
    <div className="multiple-foot">
      <span className="quiet">{courseWords(metric)}</span>
      {changes && (
        <button type="button" className="text-button" aria-label={projectTexts.course.openOf(metric.name)} onClick={() => setOpen(true)}>
          {projectTexts.course.open}
        </button>
      )}
    </div>
  );
}

/** What the metric has done against its forecast, in money where it is valued, and whether chance alone would do as much. */
function Effect({ forecast }: { forecast: Without }) {
  const { improvement, effect, currency, coverage, showsChange } = forecast;
  const known = improvement?.lower !== null && improvement?.upper !== null;
  return (
    <div className="small quiet without">
      {projectTexts.withoutWorth(percent(coverage, { digits: 0 }))}{' '}
      {improvement && <span className="num">{money(improvement.value, currency, { signed: true })}</span>}{' '}
      {improvement && known && projectTexts.withoutRange(number(improvement.lower!), number(improvement.upper!))}
      {improvement && ', '}
      {effect === null || effect.lower === null ? projectTexts.chanceUnknown : showsChange ? projectTexts.change : projectTexts.noChange}
    </div>
  );
}
