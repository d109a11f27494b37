import { queryOptions } from '@tanstack/react-query';
import type { Alert, Figure as Amount, Instant, Page, Severity, Window } from '../api/types';
import { call, part } from '../kit/http';

export type RuleFigure =
  | 'VALUE' | 'MEAN' | 'MIN' | 'MAX' | 'SUM' | 'COUNT' | 'ACHIEVEMENT' | 'REALISED' | 'ROI_SIMPLE' | 'NO_DATA';
export type RuleWindow = 'MINUTE' | 'HOUR' | 'DAY' | 'MONTH';
export type Comparator = '>' | '>=' | '<' | '<=';

/** An alert with what the list of alerts tells beyond the stream. */
export type Episode = Alert & {
  projectName?: string;
  metricName?: string | null;
  unit?: string | null;
  figure?: RuleFigure;
  window?: RuleWindow | null;
  comparator?: Comparator | null;
  resolvedValue?: Amount;
  acknowledgedBy?: string | null;
  note?: string | null;
};

export interface RuleInput {
  name: string;
  metric: string | null;
  project: string | null;
  figure: RuleFigure;
  window: RuleWindow | null;
  comparator: Comparator | null;
  threshold: number | null;
  clear: number | null;
  for: string;
  keepFiringFor: string;
  severity: Severity;
  enabled: boolean;
  labels: Record<string, string>;
}
export interface RuleView extends RuleInput {
  id: string;
  metricId: string | null;
  projectId: string;
  version: number;
  createdAt: Instant;
}

export interface Preview {
  from: Instant | null;
  to: Instant;
  grain: RuleWindow | null;
  samples: number;
  fired: number | null;
  firingSeconds: number | null;
  firingNow: boolean | null;
  reasons: string[];
  episodes: { activeAt: Instant; firedAt: Instant; resolvedAt: Instant | null; value: number }[];
}

export type ChannelKind = 'SLACK' | 'SLACK_BOT' | 'EMAIL' | 'WEBHOOK';
export interface Channel {
  id: string;
  name: string;
  kind: ChannelKind;
  address: string;
  minSeverity: Severity;
  digest?: 'DAILY' | 'WEEKLY';
  enabled: boolean;
  version: number;
  createdAt: Instant;
  /** Told once, when the channel is made. */
  secret?: string;
}

export interface Route {
  name: string;
  match?: Record<string, string[]>;
  except?: Record<string, string[]>;
  channels: string[];
  groupBy?: string[];
  groupWait?: string;
  groupInterval?: string;
  repeatInterval?: string;
  muteTimes?: string[];
  escalation?: { after: string; channels: string[] }[];
  continue?: boolean;
}
export interface RoutesDocument {
  routes: Route[];
  inhibitions: { name: string; [other: string]: unknown }[];
  muteTimes: { name: string; [other: string]: unknown }[];
}
export type Routes = RoutesDocument & { version: number; updatedAt?: Instant };

export interface Reach {
  labels: Record<string, string>;
  routes: {
    route: string;
    group: Record<string, string>;
    channels: { id: string; name?: string; told: boolean; reason?: string }[];
    held?: string;
    reason?: string;
    escalatesTo: { after: string; channels: string[] }[];
  }[];
  sent: { channel: string; name: string; sent: boolean; detail: string }[];
}

export interface Decision {
  at: Instant;
  route?: string;
  channel?: { id: string; name: string; kind: ChannelKind };
  decision: string;
  reason: string;
  delivery?: { status: string; attempts: number; nextAttempt?: Instant; sentAt?: Instant; remark?: string };
}

export interface Silence {
  id: string;
  project: string | null;
  rule: string | null;
  severity: Severity | null;
  startsAt: Instant;
  endsAt: Instant;
  comment: string;
  createdBy: string;
  createdAt: Instant;
}

/** A metric or project as a rule or a form names it. */
export interface MetricName {
  id: string;
  fullKey: string;
  name: string;
  unit: string;
  kind: 'LEVEL' | 'FLOW';
  category: string;
  baseline: number | null;
  target: number | null;
}
export interface ProjectName {
  id: string;
  key: string;
  name: string;
  currency: string;
}

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
