import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../api/client';
import type { WindowSize } from '../api/queries';
import type { Answer, MetricFigures } from '../api/types';
import type { Interval } from '../figures/Chart';
import { inTurn } from '../portfolio/details';

/** What a metric would have been without its project: the series before the go-live, forecast past it. */
export type Without = Answer<'/api/v1/metrics/{metric}/counterfactual'>;
export type ForecastSize = 'hour' | 'day';

/** A forecast is fitted anew at each asking, and only a whole period more changes it. */
const STALE_MS = 600_000;
const LEAST_DRAWN = 2;

export const without = (metric: string, size: ForecastSize, asOf: string | null) =>
  queryOptions({
    queryKey: ['forecast', metric, size, asOf ?? ''],
    queryFn: () =>
      inTurn(() =>
        body(
          client.GET('/api/v1/metrics/{metric}/counterfactual', {
            params: { path: { metric }, query: { size, ...(asOf ? { asOf } : {}) } },
          }),
        ),
      ),
    staleTime: STALE_MS,
    // A metric without a go-live is refused: that is no fault, there is no forecast.
    retry: false,
  });

/**
 * The sizes of period that may be forecast for a chart, the best first. A mean of a day lies among means of hours; a day's
 * sum does not lie among the sums of hours.
 */
export function forecastSizes(kind: MetricFigures['kind'], chart: WindowSize): ForecastSize[] {
  if (kind === 'LEVEL') return chart === 'day' ? ['day'] : ['day', 'hour'];
  return chart === 'minute' ? [] : [chart];
}

const LENGTH_S = { minute: 60, hour: 3600, day: 86_400 };

export interface Drawn extends Omit<Interval, 'fill'> {
  values: (number | null)[];
}

/**
 * The forecast at a chart's own times, between its points along a straight line; null where nothing of it is in the chart. A
 * mean of a longer period than the chart's lies in that period's middle. The bounds are null where the past is too short for
 * them.
 */
export function laidOver(times: readonly number[], { points, size }: Pick<Without, 'points' | 'size'>, chart: WindowSize): Drawn | null {
  const own = LENGTH_S[size as ForecastSize] ?? LENGTH_S[chart];
  const shift = own > LENGTH_S[chart] ? own / 2 : 0;
  const known = points.map((point) => ({ ...point, at: Date.parse(point.start) / 1000 + shift }));
  let next = 0;
  const drawn: Drawn = { values: [], low: [], high: [] };
  for (const time of times) {
    while (next < known.length && known[next]!.at < time) next++;
    const after = known[next];
    const before = after?.at === time ? after : known[next - 1];
    // Past the last whole period it goes on for as long as one more would have taken.
    const end = after ?? (before && time - before.at <= shift ? before : undefined);
    const share = before && end && end.at > before.at ? (time - before.at) / (end.at - before.at) : 0;
    const between = (figure: (point: (typeof known)[number]) => number | null): number | null => {
      const from = before ? figure(before) : null;
      const to = end ? figure(end) : null;
      return from === null || to === null ? null : from + (to - from) * share;
    };
    drawn.values.push(between((point) => point.without));
    drawn.low.push(between(({ lower }) => lower));
    drawn.high.push(between(({ upper }) => upper));
  }
  return drawn.values.filter((value) => value !== null).length < LEAST_DRAWN ? null : drawn;
}
