import { queryOptions } from '@tanstack/react-query';
import type { Answer, Page } from '../api/types';
import { all } from '../alerts/api';
import { call, part } from '../kit/http';

export type Manifest = Answer<'/api/v1/connectors'>[number];
export type ManifestField = Manifest['fields'][number];
export type Connection = Answer<'/api/v1/connections'>['items'][number];
export type Delivery = Omit<Answer<'/api/v1/connections/{connection}/deliveries'>[number], 'status'> & {
  status: 'TAKEN' | 'IGNORED' | 'REFUSED' | 'UNAVAILABLE';
};
export interface Replayed {
  status: string;
  readings: number;
  reason: string | null;
}
export type Feed = Answer<'/api/v1/connections/{connection}/feeds'>[number];
export type Unfed = Answer<'/api/v1/connections/{connection}/unfed'>[number];
export type Rejected = Answer<'/api/v1/rejected'>['items'][number];
export type RejectedCode = Answer<'/api/v1/rejected/summary'>[number];
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
  unfed: (id: string) => ['connections', id, 'unfed'] as const,
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
/** Series that came and that no feed takes. */
export const unfedQuery = (id: string) =>
  queryOptions({
    queryKey: keys.unfed(id),
    queryFn: () => call<Unfed[]>('get', `/api/v1/connections/${part(id)}/unfed`),
    refetchInterval: LOOK_MS,
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

/** A command that sends one reading to a hook of the kind `json`, ready to paste. */
export function helloCommand(origin: string, hook: string, secret: string, series: string, value: number, at: string): string {
  return [
    `curl -sS ${origin}${hook} \\`,
    `  -H 'Authorization: Bearer ${secret}' -H 'Content-Type: application/json' \\`,
    `  -d '{"series":"${series}","value":${value},"time":"${at}"}'`,
  ].join('\n');
}
