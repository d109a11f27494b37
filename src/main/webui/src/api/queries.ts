import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query';
import { keepNewerProject, keepNewerRows } from '../live/patch';
import { body, client } from './client';
import type { MetricFigures, Portfolio, ProjectValue, Window } from './types';

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

/** Events keep a snapshot fresh; reading it now and then takes out what rounding and rates let drift. */
const SNAPSHOT_EVERY_MS = 60_000;

export const me = queryOptions({
  queryKey: keys.me,
  queryFn: () => body(client.GET('/api/v1/me')),
  staleTime: Infinity,
});

export const portfolio = (cache: QueryClient, paused: boolean) =>
  queryOptions({
    queryKey: keys.portfolio,
    queryFn: async () =>
      keepNewerRows(await body(client.GET('/api/v1/portfolio')), cache.getQueryData<Portfolio>(keys.portfolio)),
    refetchInterval: paused ? false : SNAPSHOT_EVERY_MS,
  });

export const projectValue = (cache: QueryClient, id: string, paused: boolean) =>
  queryOptions({
    queryKey: keys.projectValue(id),
    queryFn: async () =>
      keepNewerProject(
        await body(client.GET('/api/v1/projects/{project}/value', { params: { path: { project: id } } })),
        cache.getQueryData<ProjectValue>(keys.projectValue(id)),
      ),
    refetchInterval: paused ? false : SNAPSHOT_EVERY_MS,
  });

export const explain = (id: string) =>
  queryOptions({
    queryKey: keys.explain(id),
    queryFn: () => body(client.GET('/api/v1/projects/{project}/value/explain', { params: { path: { project: id } } })),
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

export const RANGES = ['24h', '7d', '30d', '90d', '1y'] as const;
export type Range = (typeof RANGES)[number];
const HOURS: Record<Range, number> = { '24h': 24, '7d': 168, '30d': 720, '90d': 2160, '1y': 8766 };
const HOUR_MS = 3_600_000;
/** Small multiples are some 300 pixels wide: a line has room for a month of hours, bars for a day of them. */
export const windowSize = (range: Range, kind: MetricFigures['kind']): 'hour' | 'day' =>
  HOURS[range] <= (kind === 'FLOW' ? 24 : 720) ? 'hour' : 'day';

const SERIES_POINTS = 240;
const WINDOWS_PER_PAGE = 1000;
const MAX_PAGES = 4;

export const rangeStart = (range: Range, now: number) => now - HOURS[range] * HOUR_MS;

export const series = (id: string, range: Range, paused: boolean) =>
  queryOptions({
    queryKey: keys.series(id, range),
    queryFn: () => {
      const now = Date.now();
      const from = new Date(rangeStart(range, now)).toISOString();
      const query = { from, to: new Date(now).toISOString(), points: SERIES_POINTS };
      return body(client.GET('/api/v1/projects/{project}/value/series', { params: { path: { project: id }, query } }));
    },
    placeholderData: keepPreviousData,
    refetchInterval: paused ? false : SNAPSHOT_EVERY_MS,
  });

export const windows = (metric: string, range: Range, size: 'hour' | 'day') =>
  queryOptions({
    queryKey: keys.windows(metric, range),
    queryFn: async () => {
      const from = new Date(rangeStart(range, Date.now())).toISOString();
      const found: Window[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const query = { size, from, limit: WINDOWS_PER_PAGE, cursor };
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
