import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../api/client';
import type { Answer, Asked } from '../api/types';
import { asked, momentKey, type Moment } from '../time/moment';

export type RollUp = Answer<'/api/v1/portfolio/rollup'>;
export type Group = RollUp['groups'][number];
export type Own = Answer<'/api/v1/benchmarks/own'>;
export type Quantiles = Own['all'];
export type Peers = Answer<'/api/v1/benchmarks/peers'>;
export type Fact = Answer<'/api/v1/benchmarks/reference'>[number];
export type Growth = Answer<'/api/v1/portfolio/growth'>;
export type Calibration = Answer<'/api/v1/calibration'>;
export type Claim = Answer<'/api/v1/metrics/{metric}/claims'>['items'][number];
export type ClaimInput = Asked<'/api/v1/metrics/{metric}/claims', 'post'>;
export type Imported = Answer<'/api/v1/imports/projects', 'post'>;
export type CalibratedConfidence = Answer<'/api/v1/metrics/{metric}/claims/calibrated-confidence', 'post'>;

const STALE_MS = 60_000;
const CLAIMS_SHOWN = 50;

export const keys = { claims: (metric: string) => ['claims', metric] as const, calibration: ['calibration'] as const, growth: ['growth'] as const, peers: ['benchmarks', 'peers'] as const };

/** Told of each group as if it were one project; of a category there is none, since costs have no category. */
const OF_MONEY = 'npv';

export const rollUpQuery = (by: string, moment: Moment) =>
  queryOptions({
    queryKey: ['rollup', by, momentKey(moment)],
    queryFn: () => body(client.GET('/api/v1/portfolio/rollup', { params: { query: { by, figures: by === 'category' ? undefined : OF_MONEY, ...asked(moment) } } })),
    staleTime: STALE_MS,
  });
export const ownQuery = (figure: string, by: string, moment: Moment) =>
  queryOptions({
    queryKey: ['benchmarks', 'own', figure, by, momentKey(moment)],
    queryFn: () => body(client.GET('/api/v1/benchmarks/own', { params: { query: { figure, by, ...asked(moment) } } })),
    staleTime: STALE_MS,
  });
export const peersQuery = queryOptions({ queryKey: keys.peers, queryFn: () => body(client.GET('/api/v1/benchmarks/peers')), staleTime: STALE_MS });
export const factsQuery = queryOptions({ queryKey: ['benchmarks', 'reference'], queryFn: () => body(client.GET('/api/v1/benchmarks/reference')), staleTime: Infinity });
export const growthQuery = (from: string | undefined, to: string | undefined, by: string) =>
  queryOptions({
    queryKey: [...keys.growth, from, to, by],
    queryFn: () => body(client.GET('/api/v1/portfolio/growth', { params: { query: { from, to, by } } })),
    staleTime: STALE_MS,
  });
export const calibrationQuery = (of: 'CLAIMS' | 'METRICS', claimedBy: string | undefined) =>
  queryOptions({
    queryKey: [...keys.calibration, of, claimedBy],
    queryFn: () => body(client.GET('/api/v1/calibration', { params: { query: { of, claimedBy } } })),
    staleTime: STALE_MS,
  });
export const claimsQuery = (metric: string) =>
  queryOptions({
    queryKey: keys.claims(metric),
    queryFn: () => body(client.GET('/api/v1/metrics/{metric}/claims', { params: { path: { metric }, query: { limit: CLAIMS_SHOWN } } })),
    staleTime: STALE_MS,
    enabled: metric !== '',
  });
