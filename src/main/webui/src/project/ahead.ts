import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../api/client';
import type { Answer } from '../api/types';
import { inTurn } from '../portfolio/details';
import { asked, momentKey, type Moment } from '../time/moment';

/** What a project will have earned by times to come, if it goes on as it went. */
export type Ahead = Answer<'/api/v1/projects/{project}/value/forecast'>;

/** It rests on whole days: minutes change nothing of it. */
const STALE_MS = 600_000;
/** A chart that shows a week of a plan of years draws the first few of them, straight in between. */
const POINTS = 240;

export const ahead = (project: string, moment: Moment) =>
  queryOptions({
    queryKey: ['forecast', 'value', project, momentKey(moment)],
    queryFn: () =>
      inTurn(() =>
        body(
          client.GET('/api/v1/projects/{project}/value/forecast', {
            params: { path: { project }, query: { ...asked(moment), points: POINTS } },
          }),
        ),
      ),
    staleTime: STALE_MS,
    retry: false,
  });

/** How such forecasts would have held in the weeks past. */
export type Score = Answer<'/api/v1/projects/{project}/value/forecast/score'>;

export const score = (project: string, moment: Moment) =>
  queryOptions({
    queryKey: ['forecast', 'score', project, momentKey(moment)],
    queryFn: () => inTurn(() => body(client.GET('/api/v1/projects/{project}/value/forecast/score', { params: { path: { project }, query: asked(moment) } }))),
    staleTime: STALE_MS,
    retry: false,
  });

export interface Past {
  /** Seconds since 1970. */
  times: number[];
  realised: (number | null)[];
  cost: (number | null)[];
  planned: (number | null)[];
}

export interface Joined extends Past {
  expected: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

/**
 * What was and what is to come on one axis of time. The forecast begins at the last point that is known, so that the lines
 * meet there, and is cut at `to`; null where nothing of it lies in the chart, or the present is unknown.
 */
export function joined(past: Past, forecast: Ahead, to: number): Joined | null {
  const now = past.times.at(-1);
  const value = past.realised.at(-1) ?? null;
  const known = forecast.points.map((point) => ({ ...point, time: Date.parse(point.at) / 1000 }));
  const end = Math.min(to, known.at(-1)?.time ?? -Infinity);
  if (now === undefined || value === null || end <= now) return null;
  const times = [...known.map(({ time }) => time).filter((time) => time > now && time < end), end];
  const at = (time: number, figure: 'expected' | 'lower' | 'upper' | 'planned'): number | null => {
    const next = known.findIndex((point) => point.time >= time);
    const after = known[next]!;
    const before = known[next - 1] ?? after;
    const from = before[figure];
    const until = after[figure];
    if (from === null || until === null) return null;
    return after.time === before.time ? until : from + ((until - from) * (time - before.time)) / (after.time - before.time);
  };
  const bounded = at(end, 'lower') !== null;
  const before = past.times.slice(1).map(() => null);
  const none = times.map(() => null);
  return {
    times: [...past.times, ...times],
    realised: [...past.realised, ...none],
    cost: [...past.cost, ...none],
    planned: [...past.planned, ...times.map((time) => at(time, 'planned'))],
    expected: [...before, value, ...times.map((time) => at(time, 'expected'))],
    low: [...before, bounded ? value : null, ...times.map((time) => at(time, 'lower'))],
    high: [...before, bounded ? value : null, ...times.map((time) => at(time, 'upper'))],
  };
}

/** Up to when a chart with a forecast reaches: as far ahead as it shows behind, but not beyond the forecast. Seconds. */
export function reach({ points }: Pick<Ahead, 'points'>, from: number, to: number): number {
  const end = Date.parse(points.at(-1)?.at ?? '') / 1000;
  return Number.isNaN(end) ? to : Math.max(to, Math.min(end, to + (to - from)));
}

