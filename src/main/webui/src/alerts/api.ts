import { queryOptions } from '@tanstack/react-query';
import type { Alert, Answer, Page, paths, Window } from '../api/types';
import { call, part } from '../kit/http';

/** One of a list that a path answers. */
type Item<P extends keyof paths> = Answer<P> extends { items: (infer T)[] } ? T : never;

/** What fires, or fired. */
export type Episode = Alert;
export type RuleView = Item<'/api/v1/rules'>;
export type RuleFigure = RuleView['figure'];
export type RuleWindow = 'MINUTE' | 'HOUR' | 'DAY' | 'MONTH';
export type Comparator = '>' | '>=' | '<' | '<=';

/** A rule as it is sent. */
export type RuleInput = Omit<RuleView, 'id' | 'metricId' | 'projectId' | 'project' | 'version' | 'createdAt'> & {
  project: string | null;
};

export type Preview = Answer<'/api/v1/rules/preview', 'post'>;

/** Where people are told; a webhook's secret is told once, when the channel is made. */
export type Channel = Item<'/api/v1/channels'>;
export type ChannelKind = Channel['kind'];

type RoutesNow = Answer<'/api/v1/routes'>;
export type Routes = Omit<RoutesNow, 'routes'> & { routes: Route[] };
export type RoutesDocument = Pick<Routes, 'routes' | 'inhibitions' | 'muteTimes'>;
/** A route; the server answers none without a name. */
export type Route = Omit<RoutesNow['routes'][number], 'name'> & { name: string };
export type Reach = Answer<'/api/v1/routes/test', 'post'>;
export type Decision = Item<'/api/v1/alerts/{id}/notifications'>;
export type Silence = Item<'/api/v1/silences'>;

export type MetricName = Omit<Item<'/api/v1/metrics'>, 'kind'> & { kind: 'LEVEL' | 'FLOW' };
export type ProjectName = Item<'/api/v1/projects'>;

const LIST = 200;
const MAX_PAGES = 10;

/** All of a list, as far as a person would ever look. */
export async function all<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const read = await call<Page<T>>('get', path, { query: { ...query, limit: LIST, cursor } });
    found.push(...read.items);
    if (!read.nextCursor) break;
    cursor = read.nextCursor;
  }
  return found;
}

export const keys = {
  rules: ['rules', 'all'] as const,
  channels: ['channels'] as const,
  routes: ['routes'] as const,
  silences: ['silences'] as const,
  decisions: (id: string) => ['decisions', id] as const,
  projects: ['names', 'projects'] as const,
  metrics: (project: string) => ['names', 'metrics', project] as const,
};

export const rulesQuery = queryOptions({ queryKey: keys.rules, queryFn: () => all<RuleView>('/api/v1/rules') });
export const channelsQuery = queryOptions({
  queryKey: keys.channels,
  queryFn: async () => (await call<Page<Channel>>('get', '/api/v1/channels')).items,
});
export const routesQuery = queryOptions({ queryKey: keys.routes, queryFn: () => call<Routes>('get', '/api/v1/routes') });
export const silencesQuery = queryOptions({ queryKey: keys.silences, queryFn: () => all<Silence>('/api/v1/silences') });
export const decisionsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.decisions(id),
    queryFn: async () => (await call<Page<Decision>>('get', `/api/v1/alerts/${part(id)}/notifications`)).items,
    staleTime: 5_000,
  });
export const projectsQuery = queryOptions({ queryKey: keys.projects, queryFn: () => all<ProjectName>('/api/v1/projects') });
export const metricsQuery = (project: string) =>
  queryOptions({
    queryKey: keys.metrics(project),
    queryFn: () => all<MetricName>(`/api/v1/projects/${part(project)}/metrics`),
    enabled: project !== '',
  });

export const PREVIEW_DAYS = 90;
export const previewQuery = (rule: Omit<RuleInput, 'name' | 'severity' | 'enabled' | 'labels'> | null) =>
  queryOptions({
    queryKey: ['preview', rule] as const,
    queryFn: () => call<Preview>('post', '/api/v1/rules/preview', { query: { days: PREVIEW_DAYS }, body: rule }),
    enabled: rule !== null,
    retry: false,
    placeholderData: (before) => before,
  });

const HISTORY_WINDOWS = 5_000;
const DAY_MS = 86_400_000;
export const historyQuery = (metric: string) =>
  queryOptions({
    queryKey: ['history', metric] as const,
    queryFn: async () => {
      const from = new Date(Date.now() - PREVIEW_DAYS * DAY_MS).toISOString();
      const query = { size: 'hour', from, limit: HISTORY_WINDOWS };
      return (await call<{ windows: Window[] }>('get', `/api/v1/metrics/${part(metric)}/windows`, { query })).windows;
    },
    enabled: metric !== '',
    staleTime: 60_000,
  });

export const ack = (id: string) => call<Episode>('post', `/api/v1/alerts/${part(id)}/ack`);
export const unack = (id: string) => call<Episode>('post', `/api/v1/alerts/${part(id)}/unack`);
export const snooze = (id: string, length: string) => call<Episode>('post', `/api/v1/alerts/${part(id)}/snooze`, { body: { for: length } });
export const note = (id: string, text: string) => call<Episode>('post', `/api/v1/alerts/${part(id)}/note`, { body: { note: text } });
export const tryRoutes = (of: { alert?: string; labels?: Record<string, string>; send: boolean }) =>
  call<Reach>('post', '/api/v1/routes/test', { body: of });
