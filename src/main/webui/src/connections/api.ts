import { queryOptions } from '@tanstack/react-query';
import type { Instant, Page } from '../api/types';
import { all } from '../alerts/api';
import { call, part } from '../kit/http';

export type FieldType = 'TEXT' | 'URL' | 'INTEGER' | 'BOOLEAN' | 'CHOICE' | 'TEXTS' | 'JSON' | 'SECRET';
export interface ManifestField {
  name: string;
  type: FieldType;
  title: string;
  help: string;
  required: boolean;
  defaultValue: unknown;
  choices: string[] | null;
  min: number | null;
  max: number | null;
  generate: boolean;
}
export interface Manifest {
  kind: string;
  title: string;
  family: 'MONITORING' | 'DELIVERY' | 'BUSINESS';
  way: 'WEBHOOK' | 'PULL' | 'FILE';
  description: string;
  series: string | null;
  fields: ManifestField[];
}
export interface Connection {
  id: string;
  kind: string;
  name: string;
  config: Record<string, unknown>;
  secrets: string[];
  enabled: boolean;
  hook: string | null;
  version: number;
  createdAt: Instant;
  lastSuccess: Instant | null;
  nextPull: Instant | null;
  failures: number;
  lastError: string | null;
  generated: Record<string, string> | null;
}
export interface Delivery {
  externalId: string | null;
  event: string;
  status: 'TAKEN' | 'IGNORED' | 'REFUSED' | 'UNAVAILABLE';
  reason: string | null;
  readings: number;
  repeats: number;
  at: Instant;
}
export interface Feed {
  id: string;
  series: string;
  metric: string;
  metricId: string;
  factor: number;
  cursor: Instant | null;
  skipped: number;
  createdAt: Instant;
}
export interface Rejected {
  id: string;
  origin: string;
  code: string;
  detail: string;
  payload: string | null;
  truncated: boolean;
  receivedAt: Instant;
  replayedAt: Instant | null;
}
export interface RejectedCode {
  code: string;
  records: number;
  open: number;
  firstAt: Instant;
  lastAt: Instant;
}
export interface ReplayOutcome {
  matched: number;
  accepted: number;
  refused: { id: string; code: string; detail: string }[];
  nextCursor: string | null;
}

export const keys = {
  kinds: ['connectors'] as const,
  list: ['connections'] as const,
  one: (id: string) => ['connections', id] as const,
  deliveries: (id: string) => ['connections', id, 'deliveries'] as const,
  feeds: (id: string) => ['connections', id, 'feeds'] as const,
  rejected: ['rejected'] as const,
};

/** While the first event is waited for, somebody looks at the screen. */
const WAIT_MS = 2_000;
const LOOK_MS = 10_000;

export const kindsQuery = queryOptions({
  queryKey: keys.kinds,
  queryFn: () => call<Manifest[]>('get', '/api/v1/connectors'),
  staleTime: Infinity,
});
export const connectionsQuery = queryOptions({
  queryKey: [...keys.list, 'all'],
  queryFn: () => all<Connection>('/api/v1/connections'),
  refetchInterval: LOOK_MS,
});
export const connectionQuery = (id: string, waiting: boolean) =>
  queryOptions({
    queryKey: keys.one(id),
    queryFn: () => call<Connection>('get', `/api/v1/connections/${part(id)}`),
    refetchInterval: waiting ? WAIT_MS : LOOK_MS,
  });
export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.deliveries(id),
    queryFn: () => call<Delivery[]>('get', `/api/v1/connections/${part(id)}/deliveries`),
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === 'TAKEN') ? LOOK_MS : WAIT_MS),
  });
export const feedsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.feeds(id),
    queryFn: () => call<Feed[]>('get', `/api/v1/connections/${part(id)}/feeds`),
  });
export const metricNamesQuery = queryOptions({
  queryKey: ['names', 'metrics'] as const,
  queryFn: () => all<{ id: string; fullKey: string; name: string }>('/api/v1/metrics'),
});
export const rejectedCodesQuery = queryOptions({
  queryKey: [...keys.rejected, 'codes'],
  queryFn: () => call<RejectedCode[]>('get', '/api/v1/rejected/summary'),
});
export const rejectedQuery = (code: string) =>
  queryOptions({
    queryKey: [...keys.rejected, 'list', code],
    queryFn: () => call<Page<Rejected>>('get', '/api/v1/rejected', { query: { code: code || undefined, limit: 100 } }),
  });

const UNFED = /^No feed takes (.+?)(?: and others)?\.$/;

/** The series that deliveries brought and no feed takes, each once. */
export function unfed(deliveries: Delivery[], feeds: Feed[]): string[] {
  const seen = deliveries.flatMap(({ reason }) => UNFED.exec(reason ?? '')?.[1]?.split(', ') ?? []);
  return [...new Set(seen)].filter((series) => !feeds.some((feed) => feed.series === series));
}

/** A command that sends one reading to a hook of the kind `json`, ready to paste. */
export function helloCommand(origin: string, hook: string, secret: string, series: string, value: number, at: string): string {
  return [
    `curl -sS ${origin}${hook} \\`,
    `  -H 'Authorization: Bearer ${secret}' -H 'Content-Type: application/json' \\`,
    `  -d '{"series":"${series}","value":${value},"time":"${at}"}'`,
  ].join('\n');
}
