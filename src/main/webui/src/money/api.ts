import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { body, client } from '../api/client';
import type { Answer, Asked } from '../api/types';
import { asked, momentKey, type Moment } from '../time/moment';
import type { Range, Terms } from './terms';

export type Money = Answer<'/api/v1/projects/{project}/money'>;
export type Case = Money['outlook'];
export type MoneyFigure = Case['npv'];
export type EarnedValue = Answer<'/api/v1/projects/{project}/money/earned-value'>;
export type Simulated = Answer<'/api/v1/projects/{project}/money/simulation'>;
export type Sensitivity = Answer<'/api/v1/projects/{project}/money/sensitivity'>;
export type Bar = Sensitivity['bars'][number];
export type Explanation = Answer<'/api/v1/projects/{project}/money/explain'>;
export type Delay = Answer<'/api/v1/portfolio/delay'>;
export type Priority = Answer<'/api/v1/projects/{project}/priority'>;
export type CostInput = Asked<'/api/v1/projects/{project}/costs', 'post'>;

export const BASES = ['OUTLOOK', 'PLAN', 'TO_DATE'] as const;
export type Basis = (typeof BASES)[number];

const STALE_MS = 60_000;
const SCHEDULES_SHOWN = 100;

/** All of a project's money, under one name, so that a new cost line has all of it read again. */
export const keys = {
  of: (project: string) => ['money', project] as const,
  delay: ['delay'] as const,
};
const key = (project: string, moment: Moment, ...rest: unknown[]) => [...keys.of(project), momentKey(moment), ...rest];

export const moneyQuery = (project: string, moment: Moment, terms: Terms) =>
  queryOptions({
    queryKey: key(project, moment, 'all', terms),
    queryFn: () => body(client.GET('/api/v1/projects/{project}/money', { params: { path: { project }, query: { ...asked(moment), ...terms } } })),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });

export const explanationQuery = (project: string, figure: string, basis: string, moment: Moment, terms: Terms) =>
  queryOptions({
    queryKey: key(project, moment, 'explain', figure, basis, terms),
    queryFn: () =>
      body(
        client.GET('/api/v1/projects/{project}/money/explain', { params: { path: { project }, query: { figure, basis, ...asked(moment), ...terms } } }),
      ),
    staleTime: STALE_MS,
  });

export const earnedValueQuery = (project: string, moment: Moment, percentComplete: string | undefined) =>
  queryOptions({
    queryKey: key(project, moment, 'earned', percentComplete),
    queryFn: () =>
      body(
        client.GET('/api/v1/projects/{project}/money/earned-value', { params: { path: { project }, query: { ...asked(moment), percentComplete } } }),
      ),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });

export const sensitivityQuery = (project: string, moment: Moment, basis: Basis, terms: Terms) =>
  queryOptions({
    queryKey: key(project, moment, 'sensitivity', basis, terms),
    queryFn: () =>
      body(client.GET('/api/v1/projects/{project}/money/sensitivity', { params: { path: { project }, query: { basis, ...asked(moment), ...terms } } })),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });

export interface Draw {
  basis: Basis;
  seed: number;
  runs: number;
  shape: string;
  ranges: Record<string, Range>;
  commonCorrelation?: number;
}

/** The same draw gives the same digits: it is asked for once. */
export const simulationQuery = (project: string, moment: Moment, terms: Terms, { ranges, commonCorrelation, ...draw }: Draw) =>
  queryOptions<Simulated>({
    queryKey: key(project, moment, 'simulation', terms, draw, ranges, commonCorrelation),
    queryFn: () => {
      const params = { path: { project }, query: { ...draw, ...asked(moment), ...terms } };
      const own = Object.keys(ranges).length > 0 || commonCorrelation !== undefined;
      return own
        ? body(client.POST('/api/v1/projects/{project}/money/simulation', { params, body: { ranges, ...(commonCorrelation === undefined ? {} : { commonCorrelation }) } }))
        : body(client.GET('/api/v1/projects/{project}/money/simulation', { params }));
    },
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });

export const schedulesQuery = queryOptions({
  queryKey: ['discount-schedules'],
  queryFn: () => body(client.GET('/api/v1/discount-schedules', { params: { query: { limit: SCHEDULES_SHOWN } } })),
  staleTime: STALE_MS,
});

export const delayQuery = queryOptions({
  queryKey: keys.delay,
  queryFn: () => body(client.GET('/api/v1/portfolio/delay')),
  staleTime: STALE_MS,
});

export const priorityQuery = (project: string) =>
  queryOptions({
    queryKey: ['priority', project],
    queryFn: () => body(client.GET('/api/v1/projects/{project}/priority', { params: { path: { project } } })),
    staleTime: STALE_MS,
  });
