import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { rangeStart, series as seriesQuery, type Range } from '../api/queries';
import type { ProjectValue } from '../api/types';
import { Chart, type Line } from '../figures/Chart';
import { money } from '../figures/format';
import { useLive, useTick } from '../live/Live';
import { realisedAt } from '../live/ticking';
import { texts } from '../texts';
import { valuePoints } from './points';

/** A canvas is drawn again at most this often for a line that only grows by seconds. */
const REDRAW_MS = 5_000;

export function ValueChart({ id, project, range }: { id: string; project: ProjectValue; range: Range }) {
  const { paused } = useLive();
  const { data } = useQuery(seriesQuery(id, range, paused));
  const tick = useTick();
  const now = Math.floor(tick / REDRAW_MS) * REDRAW_MS;
  const points = useMemo(
    () => valuePoints(data?.points ?? [], now, realisedAt(project, now), project.cost),
    [data, now, project],
  );
  const lines = useMemo<Line[]>(
    () => [
      { label: texts.figures.realised, colour: '--chart-value', fill: '--chart-fill', values: points.realised },
      { label: texts.figures.cost, colour: '--chart-cost', values: project.cost === 0 ? points.cost.map(() => null) : points.cost, stepped: true, dash: [5, 3] },
    ],
    [points, project.cost],
  );
  return (
    <Chart
      name={texts.project.valueOverTime}
      times={points.times}
      lines={lines}
      height={232}
      zero
      format={(value) => money(value, project.currency, { digits: 2 })}
      from={rangeStart(range, now) / 1000}
      to={now / 1000}
      legend={
        <>
          <span>
            <svg viewBox="0 0 20 8" aria-hidden="true">
              <path d="M0 4h20" stroke="var(--chart-value)" strokeWidth="2" />
            </svg>
            {texts.figures.realised}
          </span>
          <span>
            <svg viewBox="0 0 20 8" aria-hidden="true">
              <path d="M0 4h20" stroke="var(--chart-cost)" strokeWidth="2" strokeDasharray="5 3" />
            </svg>
            {texts.figures.cost}
          </span>
        </>
      }
    />
  );
}
