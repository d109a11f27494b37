import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../api/client';
import type { Answer } from '../api/types';
import { asked, momentKey, type Moment } from '../time/moment';

export type GroupExplanation = Answer<'/api/v1/portfolio/rollup/explain'>;
export type ScenarioExplanation = Answer<'/api/v1/scenarios/{id}/explain'>;

const STALE_MS = 60_000;

/** Of where value will stand when the forecast ends. */
export const forecastProofQuery = (project: string, figure: string, moment: Moment) =>
  queryOptions({
    queryKey: ['forecast', 'explain', project, figure, momentKey(moment)],
    queryFn: () => body(client.GET('/api/v1/projects/{project}/value/forecast/explain', { params: { path: { project }, query: { figure, ...asked(moment) } } })),
    staleTime: STALE_MS,
  });

/** Of what the benefits that matter to somebody have earned; told for the present only, as their report is. */
export const stakeholderProofQuery = (project: string, stakeholder: string) =>
  queryOptions({
    queryKey: ['facts', 'stakeholder-report', project, stakeholder, 'explain'],
    queryFn: () =>
      body(client.GET('/api/v1/projects/{project}/stakeholders/{stakeholder}/report/explain', { params: { path: { project, stakeholder } } })),
    staleTime: STALE_MS,
  });

export const groupProofQuery = (by: string, group: string | null, figure: string, moment: Moment) =>
  queryOptions({
    queryKey: ['rollup', 'explain', by, group, figure, momentKey(moment)],
    queryFn: () =>
      body(client.GET('/api/v1/portfolio/rollup/explain', { params: { query: { by, group: group ?? undefined, figure, ...asked(moment) } } })),
    staleTime: STALE_MS,
  });

/** Below the scenario's own key: what is solved again is proved anew. */
export const choiceProofQuery = (id: string, figure: string, resource: string | undefined) =>
  queryOptions({
    queryKey: ['scenarios', id, 'explain', figure, resource],
    queryFn: () => body(client.GET('/api/v1/scenarios/{id}/explain', { params: { path: { id }, query: { figure, resource } } })),
    staleTime: STALE_MS,
  });
