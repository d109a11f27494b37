import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { body, client } from '../api/client';
import type { Answer, Asked } from '../api/types';
import { asked, momentKey, type Moment } from '../time/moment';
import type { Basis, Draw, Terms } from './terms';

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

export type SimulationProof = Answer<'/api/v1/projects/{project}/money/proofs/simulation'>;
export type FigureProof = Answer<'/api/v1/portfolio/delay/explain'>;
export type YearFigure = 'benefit' | 'cost' | 'plannedBenefit' | 'plannedCost';

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

/** With a day, all that the flows of that day are made of, where there are too many for all days. */
export const explanationQuery = (project: string, figure: string, basis: string, moment: Moment, terms: Terms, day?: string) =>
  queryOptions({
    queryKey: key(project, moment, 'explain', figure, basis, terms, day),
    queryFn: () =>
      body(
        client.GET('/api/v1/projects/{project}/money/explain', { params: { path: { project }, query: { figure, basis, day, ...asked(moment), ...terms } } }),
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

/** What somebody tells of the lines goes with the question; without it, the question is by what is stored. */
const toldOf = ({ ranges, correlations, commonCorrelation }: Draw) =>
  Object.keys(ranges).length === 0 && correlations.length === 0 && commonCorrelation === undefined
    ? null
    : { ranges, ...(correlations.length === 0 ? {} : { correlations }), ...(commonCorrelation === undefined ? {} : { commonCorrelation }) };

const drawParams = (project: string, moment: Moment, terms: Terms, { basis, seed, runs, shape }: Draw) =>
  ({ path: { project }, query: { basis, seed, runs, shape, ...asked(moment), ...terms } });

/** The same draw gives the same digits: it is asked for once. */
export const simulationQuery = (project: string, moment: Moment, terms: Terms, draw: Draw) =>
  queryOptions<Simulated>({
    queryKey: key(project, moment, 'simulation', terms, draw),
    queryFn: () => {
      const params = drawParams(project, moment, terms, draw);
      const told = toldOf(draw);
      return told
        ? body(client.POST('/api/v1/projects/{project}/money/simulation', { params, body: told }))
        : body(client.GET('/api/v1/projects/{project}/money/simulation', { params }));
    },
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });

/** All that a simulation was drawn from. */
export const simulationProofQuery = (project: string, moment: Moment, terms: Terms, draw: Draw) =>
  queryOptions<SimulationProof>({
    queryKey: key(project, moment, 'explain', 'simulation', terms, draw),
    queryFn: () => {
      const params = drawParams(project, moment, terms, draw);
      const told = toldOf(draw);
      return told
        ? body(client.POST('/api/v1/projects/{project}/money/proofs/simulation', { params, body: told }))
        : body(client.GET('/api/v1/projects/{project}/money/proofs/simulation', { params }));
    },
    staleTime: STALE_MS,
  });

export const earnedProofQuery = (project: string, figure: string, moment: Moment, percentComplete: string | undefined) =>
  queryOptions<FigureProof>({
    queryKey: key(project, moment, 'explain', 'earned', figure, percentComplete),
    queryFn: () =>
      body(
        client.GET('/api/v1/projects/{project}/money/proofs/earned-value', { params: { path: { project }, query: { figure, ...asked(moment), percentComplete } } }),
      ),
    staleTime: STALE_MS,
  });

/** Of a bar of the tornado; without one, of what all bars start from. */
export const sensitivityProofQuery = (project: string, figure: string, bar: string | undefined, basis: string, moment: Moment, terms: Terms) =>
  queryOptions<FigureProof>({
    queryKey: key(project, moment, 'explain', 'bar', figure, bar, basis, terms),
    queryFn: () =>
      body(
        client.GET('/api/v1/projects/{project}/money/proofs/sensitivity', { params: { path: { project }, query: { figure, bar, basis, ...asked(moment), ...terms } } }),
      ),
    staleTime: STALE_MS,
  });

/** Without a nature, of the lines that tell none. */
export const costsProofQuery = (project: string, stage: string, nature: string | undefined, moment: Moment, terms: Terms) =>
  queryOptions<FigureProof>({
    queryKey: key(project, moment, 'explain', 'costs', stage, nature, terms),
    queryFn: () =>
      body(
        client.GET('/api/v1/projects/{project}/money/proofs/costs', { params: { path: { project }, query: { stage, nature, ...asked(moment), ...terms } } }),
      ),
    staleTime: STALE_MS,
  });

/** Of the fiscal year that a day lies in. */
export const yearProofQuery = (project: string, figure: string, within: string, moment: Moment, terms: Terms) =>
  queryOptions<FigureProof>({
    queryKey: key(project, moment, 'explain', 'year', figure, within, terms),
    queryFn: () =>
      body(
        client.GET('/api/v1/projects/{project}/money/proofs/fiscal-years', {
          params: { path: { project }, query: { figure, in: within, ...asked(moment), ...terms } },
        }),
      ),
    staleTime: STALE_MS,
  });

export const delayProofQuery = (project: string, figure: string) =>
  queryOptions<FigureProof>({
    queryKey: [...keys.delay, 'explain', project, figure],
    queryFn: () => body(client.GET('/api/v1/portfolio/delay/explain', { params: { query: { project, figure } } })),
    staleTime: STALE_MS,
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
