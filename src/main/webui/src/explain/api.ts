import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../api/client';
import type { Answer } from '../api/types';
import { asked, momentKey, type Moment } from '../time/moment';

export type GroupExplanation = Answer<'/api/v1/portfolio/rollup/explain'>;
export type ScenarioExplanation = Answer<'/api/v1/scenarios/{id}/explain'>;

const STALE_MS = 60_000;

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
