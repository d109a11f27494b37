import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { series as seriesQuery } from '../api/queries';
import type { ProjectValue } from '../api/types';
import { Explained } from '../explain/Explained';
import { Chart, type Line, type Note } from '../figures/Chart';
import { longDay, money, percent } from '../figures/format';
import { useLive, useTick } from '../live/Live';
import { realisedAt } from '../live/ticking';
import { useUrl } from '../shell/urlState';
import { texts } from '../texts';
import { absolute, stretch } from '../time/range';
import { useMoment, useRange } from '../time/useMoment';
import { ahead as aheadQuery, joined, reach, score as scoreQuery, type Ahead } from './ahead';
import { annotations as annotationsQuery, deployments as deploymentsQuery, marks, spansOf } from './annotations';
import { Happened } from './Happened';
import { planned as plannedQuery } from './facts';
import { paceOf, plannedAt, seriesPoints, valuePoints } from './points';
import { projectTexts } from './texts';

/** A canvas is drawn again at most this often for a line that only grows by seconds. */
const REDRAW_MS = 5_000;

const OFF = 'off';

/** Whether the chart shows what is to come; in the address, as all that is shown. */
export function AheadBox() {
  const { params, change } = useUrl();
  return (
    <Checkbox
      size="xs"
      label={projectTexts.ahead.show}
      title={projectTexts.ahead.help}
      checked={params.get('ahead') !== OFF}
      onChange={(event) => change({ ahead: event.currentTarget.checked ? null : OFF })}
    />
  );
}

/** Whether the chart shows what happened; in the address as well. */
export function HappenedBox() {
  const { params, change } = useUrl();
  return (
    <Checkbox
      size="xs"
      label={projectTexts.happened.show}
      title={projectTexts.happened.help}
      checked={params.get('happened') !== OFF}
      onChange={(event) => change({ happened: event.currentTarget.checked ? null : OFF })}
    />
  );
}

export function ValueChart({ id, project, notes }: { id: string; project: ProjectValue; notes: Note[] }) {
  const { paused } = useLive();
  const { params, change } = useUrl();
  const moment = useMoment();
  const range = useRange();
  const { data } = useQuery(seriesQuery(id, { range, moment, paused }));
  const earlier = useQuery({ ...seriesQuery(id, { range, moment, paused, previous: true }), enabled: range.compare });
  const plan = useQuery(plannedQuery(id));
  const wanted = params.get('ahead') !== OFF;
  const forecast = useQuery({ ...aheadQuery(id, moment), enabled: wanted }).data;
  const told = params.get('happened') !== OFF;
  const annotated = useQuery({ ...annotationsQuery(id, range, moment, paused), enabled: told }).data;
  const deployed = useQuery({ ...deploymentsQuery(id, range, moment, paused), enabled: told }).data;
  const happened = useMemo(() => annotated && marks(annotated, deployed), [annotated, deployed]);
  const spans = useMemo(() => (told && happened ? spansOf(happened.items) : []), [told, happened]);
  const tick = useTick();
  const now = Math.floor(tick / REDRAW_MS) * REDRAW_MS;
  const { from, to } = stretch(range, now);
  const points = useMemo(() => {
    // What is asked for up to a time to come is carried on as the value function carries it; here the forecast tells of that.
    const read = (data?.points ?? []).filter(({ at }) => Date.parse(at) <= now);
    return range.kind === 'absolute' && to < now ? seriesPoints(read) : valuePoints(read, now, realisedAt(project, now), project.cost);
  }, [data, now, project, range, to]);
  const end = wanted && forecast && range.kind === 'relative' ? reach(forecast, from / 1000, to / 1000) : to / 1000;
  const drawn = useMemo(() => (wanted && forecast ? joined(points, forecast, end) : null), [wanted, forecast, points, end]);
  const lines = useMemo<Line[]>(() => {
    const { times, realised, cost, planned } = drawn ?? points;
    const pace = range.compare && earlier.data ? paceOf(points, earlier.data.points) : null;
    const budget = plan.data?.length ? plannedAt(times, plan.data, project.currency) : null;
    return [
      { label: texts.figures.realised, colour: '--chart-value', fill: '--chart-fill', values: realised },
      { label: texts.figures.cost, colour: '--chart-cost', values: project.cost === 0 ? cost.map(() => null) : cost, stepped: true, dash: [5, 3] },
      ...(planned.some((value) => value !== null) ? [{ label: projectTexts.plannedValue, colour: '--chart-target', values: planned, dash: [6, 3] }] : []),
      ...(budget ? [{ label: projectTexts.plannedCost, colour: '--chart-baseline', values: budget, stepped: true, dash: [1, 3] }] : []),
      ...(pace ? [{ label: projectTexts.pace, colour: '--chart-baseline', values: [...pace, ...times.slice(pace.length).map(() => null)], dash: [2, 2] }] : []),
      ...(drawn
        ? [{ label: projectTexts.ahead.line, colour: '--chart-forecast', values: drawn.expected, dash: [5, 3], named: 'end' as const, interval: { low: drawn.low, high: drawn.high, fill: '--chart-interval' } }]
        : []),
    ];
  }, [points, drawn, project, plan.data, earlier.data, range.compare]);
  const zoom = useCallback((start: number, end: number) => change(absolute(start * 1000, end * 1000), { push: true }), [change]);
  const format = useCallback((value: number) => money(value, project.currency, { digits: 2 }), [project.currency]);
  return (
    <>
      <Chart
        name={texts.project.valueOverTime}
        times={(drawn ?? points).times}
        lines={lines}
        notes={notes}
        spans={spans}
        height={248}
        zero
        format={format}
        from={from / 1000}
        to={end}
        zoom={zoom}
        legend={lines.map(({ label, colour, dash }) => (
          <span key={label}>
            <svg viewBox="0 0 20 8" aria-hidden="true">
              <path d="M0 4h20" stroke={`var(${colour})`} strokeWidth="2" strokeDasharray={dash?.join(' ')} />
            </svg>
            {label}
          </span>
        ))}
      />
      {told && happened && <Happened id={id} known={happened} from={from} to={end * 1000} />}
      {wanted && forecast && <Told id={id} forecast={forecast} held={<Held id={id} />} />}
    </>
  );
}

/** Where value will stand when the forecast ends, beside the plan, and how that is known; or why nothing is. */
function Told({ id, forecast, held }: { id: string; forecast: Ahead; held: React.ReactNode }) {
  const { currency, coverage, points, reasons, how, planEnd, until } = forecast;
  const last = points.at(-1);
  const told = (name: 'expected' | 'lower' | 'upper' | 'planned', figure: number) => (
    <Explained figure={`ahead:${name}`} of={id} name={projectTexts.ahead.names[name]}>
      <span className="num">{money(figure, currency, { digits: 0 })}</span>
    </Explained>
  );
  return (
    <div className="small ahead" data-ahead>
      {last && (
        <>
          {projectTexts.ahead.by(longDay(Date.parse(last.at)), planEnd === until)}{' '}
          <strong>{told('expected', last.expected)}</strong>
          {last.lower !== null && last.upper !== null && (
            <>
              {' ('}
              {projectTexts.ahead.coverage(percent(coverage, { digits: 0 }))} {told('lower', last.lower)} {projectTexts.ahead.to} {told('upper', last.upper)})
            </>
          )}
          {last.planned !== null && (
            <>
              , {projectTexts.ahead.planned} {told('planned', last.planned)}
            </>
          )}
          {'. '}
          <span className="quiet">{how}</span> {held}
        </>
      )}
      {reasons.map((reason) => (
        <div key={reason} className="quiet">
          {last ? reason : projectTexts.ahead.none(reason)}
        </div>
      ))}
    </div>
  );
}

/** How the same forecast, made again for the weeks past, held against what came. */
function Held({ id }: { id: string }) {
  const { data } = useQuery(scoreQuery(id, useMoment()));
  const told = data?.horizons.filter(({ held }) => held !== null) ?? [];
  if (!data || told.length === 0) return null;
  return (
    <span className="quiet" data-held>
      {projectTexts.ahead.held(
        data.forecasts,
        told.map(({ days, held, bounded }) => projectTexts.ahead.heldAt(percent(held!, { digits: 0 }), bounded, days / 7)).join(', '),
      )}
    </span>
  );
}
