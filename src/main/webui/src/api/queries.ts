import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query';
import { keepNewerProject, keepNewerRows } from '../live/patch';
import { asked, isPast, momentKey, type Moment } from '../time/moment';
import { before, rangeKey, stretch, type Range, type Stretch } from '../time/range';
import { body, client } from './client';
import type { MetricFigures, Portfolio, ProjectValue, Window } from './types';

const NOW: Moment = { asOf: null, asKnownAt: null };

/** All that the stream keeps moving lies under `all`, so that one call reads it again. */
export const keys = {
  me: ['me'] as const,
  all: ['live'] as const,
  portfolio: ['live', 'portfolio'] as const,
  projectValues: ['live', 'value'] as const,
  projectValue: (id: string) => ['live', 'value', id] as const,
  series: (id: string, range: string) => ['live', 'series', id, range] as const,
  windowsOf: (metric: string) => ['live', 'windows', metric] as const,
  windows: (metric: string, range: string) => ['live', 'windows', metric, range] as const,
  alerts: (state: 'FIRING' | 'RESOLVED') => ['live', 'alerts', state] as const,
  explain: (id: string) => ['live', 'explain', id] as const,
  rules: (id: string) => ['rules', id] as const,
};

/** What was is not under `all`: nothing that happens now changes it. */
const past = (moment: Moment, ...key: string[]) => ['past', momentKey(moment), ...key] as const;

/** Events keep a snapshot fresh; reading it now and then takes out what rounding and rates let drift. */
const SNAPSHOT_EVERY_MS = 60_000;
/** Nothing is learnt of what was known by then; as of then, a correction may still come. */
const PAST_STALE_MS = 300_000;

export const me = queryOptions({
  queryKey: keys.me,
  queryFn: () => body(client.GET('/api/v1/me')),
  staleTime: Infinity,
});

/** Figures of the past stand still. */
const still = <T extends { tickPerHour: number | null }>(figures: T): T => ({ ...figures, tickPerHour: 0 });

export const portfolio = (cache: QueryClient, paused: boolean, moment: Moment = NOW) => {
  const back = isPast(moment);
  return queryOptions<Portfolio>({
    queryKey: back ? past(moment, 'portfolio') : keys.portfolio,
    queryFn: async () => {
      const read: Portfolio = await body(client.GET('/api/v1/portfolio', { params: { query: asked(moment) } }));
      return back
        ? { ...read, totals: still(read.totals), projects: read.projects.map(still) }
        : keepNewerRows(read, cache.getQueryData<Portfolio>(keys.portfolio));
    },
    refetchInterval: paused || back ? false : SNAPSHOT_EVERY_MS,
    staleTime: back ? PAST_STALE_MS : undefined,
  });
};

export const readProject = (id: string, moment: Moment): Promise<ProjectValue> =>
  body(client.GET('/api/v1/projects/{project}/value', { params: { path: { project: id }, query: asked(moment) } }));

export const projectValue = (cache: QueryClient, id: string, paused: boolean, moment: Moment = NOW) => {
  const back = isPast(moment);
  return queryOptions<ProjectValue>({
    queryKey: back ? past(moment, 'value', id) : keys.projectValue(id),
    queryFn: async () => {
      const read = await readProject(id, moment);
      return back ? still(read) : keepNewerProject(read, cache.getQueryData<ProjectValue>(keys.projectValue(id)));
    },
    refetchInterval: paused || back ? false : SNAPSHOT_EVERY_MS,
    staleTime: back ? PAST_STALE_MS : undefined,
  });
};

export const explain = (id: string, moment: Moment = NOW) =>
  queryOptions({
    queryKey: isPast(moment) ? past(moment, 'explain', id) : keys.explain(id),
    queryFn: () =>
      body(
        client.GET('/api/v1/projects/{project}/value/explain', {
          params: { path: { project: id }, query: asked(moment) },
        }),
      ),
  });

export const alerts = (state: 'FIRING' | 'RESOLVED') =>
  queryOptions({
    queryKey: keys.alerts(state),
    queryFn: () => body(client.GET('/api/v1/alerts', { params: { query: { state } } })),
  });

export const rules = (id: string) =>
  queryOptions({
    queryKey: keys.rules(id),
    queryFn: () => body(client.GET('/api/v1/rules', { params: { query: { project: id } } })),
    staleTime: 60_000,
  });

export type WindowSize = 'minute' | 'hour' | 'day';
const HOUR_MS = 3_600_000;
const STEP_MS: Record<WindowSize, number> = { minute: 60_000, hour: HOUR_MS, day: 24 * HOUR_MS };
/** Small multiples are some 300 pixels wide: a line has room for this many points, bars for a few dozen. */
const LINE_POINTS = 750;
const BARS = 48;

/** The finest windows that a chart of this stretch has room for. */
export function windowSize(span: number, kind: MetricFigures['kind']): WindowSize {
  const room = kind === 'FLOW' ? BARS : LINE_POINTS;
  return (['minute', 'hour', 'day'] as const).find((size) => span / STEP_MS[size] <= room) ?? 'day';
}

const SERIES_POINTS = 240;
const WINDOWS_PER_PAGE = 1000;
const MAX_PAGES = 4;

/** Up to when a page shows: the moment looked back to, or the present. */
export const until = (moment: Moment) => (moment.asOf ? Date.parse(moment.asOf) : Date.now());

/** The stretch that is asked for; the one before it where they are compared. */
function asStretch(range: Range, moment: Moment, previous: boolean): Stretch {
  const shown = stretch(range, until(moment));
  return previous ? before(shown) : shown;
}

export interface SeriesWish {
  range: Range;
  moment?: Moment;
  paused: boolean;
  /** The stretch before the one that is shown. */
  previous?: boolean;
  points?: number;
}

export function readSeries(id: string, { from, to }: Stretch, points: number, moment: Moment) {
  const known = moment.asKnownAt ? { asKnownAt: moment.asKnownAt } : {};
  const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points, ...known };
  return body(client.GET('/api/v1/projects/{project}/value/series', { params: { path: { project: id }, query } }));
}

export const series = (id: string, { range, moment = NOW, paused, previous = false, points = SERIES_POINTS }: SeriesWish) => {
  const name = `${rangeKey(range)}${previous ? ' before' : ''} ${points}`;
  return queryOptions({
    queryKey: isPast(moment) ? past(moment, 'series', id, name) : keys.series(id, name),
    queryFn: () => readSeries(id, asStretch(range, moment, previous), points, moment),
    placeholderData: keepPreviousData,
    refetchInterval: paused || isPast(moment) || range.kind === 'absolute' ? false : SNAPSHOT_EVERY_MS,
  });
};

export const windows = (metric: string, range: Range, size: WindowSize, moment: Moment = NOW, previous = false) => {
  const name = `${rangeKey(range)}${previous ? ' before' : ''} ${size}`;
  return queryOptions({
    queryKey: isPast(moment) ? past(moment, 'windows', metric, name) : keys.windows(metric, name),
    queryFn: async () => {
      const { from, to } = asStretch(range, moment, previous);
      const known = asked(moment);
      const found: Window[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const bounds = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
        const query = { size, ...bounds, ...known, limit: WINDOWS_PER_PAGE, cursor };
        const read = await body(
          client.GET('/api/v1/metrics/{metric}/windows', { params: { path: { metric }, query } }),
        );
        found.push(...read.windows);
        if (!read.nextCursor) break;
        cursor = read.nextCursor;
      }
      return found.sort((a, b) => a.start.localeCompare(b.start));
    },
    placeholderData: keepPreviousData,
  });
};
