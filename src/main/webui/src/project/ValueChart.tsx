import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { series as seriesQuery } from '../api/queries';
import type { ProjectValue } from '../api/types';
import { Chart, type Line, type Note } from '../figures/Chart';
import { money } from '../figures/format';
import { useLive, useTick } from '../live/Live';
import { realisedAt } from '../live/ticking';
import { useUrl } from '../shell/urlState';
import { texts } from '../texts';
import { absolute, stretch } from '../time/range';
import { useMoment, useRange } from '../time/useMoment';
import { planned as plannedQuery } from './facts';
import { paceOf, plannedAt, seriesPoints, valuePoints } from './points';
import { projectTexts } from './texts';

/** A canvas is drawn again at most this often for a line that only grows by seconds. */
const REDRAW_MS = 5_000;

export function ValueChart({ id, project, notes }: { id: string; project: ProjectValue; notes: Note[] }) {
  const { paused } = useLive();
  const { change } = useUrl();
  const moment = useMoment();
  const range = useRange();
  const { data } = useQuery(seriesQuery(id, { range, moment, paused }));
  const earlier = useQuery({ ...seriesQuery(id, { range, moment, paused, previous: true }), enabled: range.compare });
  const plan = useQuery(plannedQuery(id));
  const tick = useTick();
  const now = Math.floor(tick / REDRAW_MS) * REDRAW_MS;
  const { from, to } = stretch(range, now);
  const points = useMemo(
    () =>
      range.kind === 'absolute'
        ? seriesPoints(data?.points ?? [])
        : valuePoints(data?.points ?? [], now, realisedAt(project, now), project.cost),
    [data, now, project, range],
  );
  const lines = useMemo<Line[]>(() => {
    const pace = range.compare && earlier.data ? paceOf(points, earlier.data.points) : null;
    const budget = plan.data?.length ? plannedAt(points.times, plan.data, project.currency) : null;
    return [
      { label: texts.figures.realised, colour: '--chart-value', fill: '--chart-fill', values: points.realised },
      { label: texts.figures.cost, colour: '--chart-cost', values: project.cost === 0 ? points.cost.map(() => null) : points.cost, stepped: true, dash: [5, 3] },
      ...(budget ? [{ label: projectTexts.plannedCost, colour: '--chart-baseline', values: budget, stepped: true, dash: [1, 3] }] : []),
      ...(pace ? [{ label: projectTexts.pace, colour: '--chart-baseline', values: pace, dash: [2, 2] }] : []),
    ];
  }, [points, project, plan.data, earlier.data, range.compare]);
  const zoom = useCallback((start: number, end: number) => change(absolute(start * 1000, end * 1000), { push: true }), [change]);
  const format = useCallback((value: number) => money(value, project.currency, { digits: 2 }), [project.currency]);
  return (
    <Chart
      name={texts.project.valueOverTime}
      times={points.times}
      lines={lines}
      notes={notes}
      height={248}
      zero
      format={format}
      from={from / 1000}
      to={to / 1000}
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
  );
}
