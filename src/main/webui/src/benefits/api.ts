import { queryOptions } from '@tanstack/react-query';
import { ApiError, body, client } from '../api/client';
import type { Answer, Asked } from '../api/types';

export type Benefit = Answer<'/api/v1/projects/{project}/benefits'>['items'][number];
export type Profile = NonNullable<Benefit['profile']>;
export type Review = Benefit['reviews'][number];
export type BenefitState = Benefit['state'];
export type Closure = Answer<'/api/v1/projects/{project}/closure'>;
export type Held = Asked<'/api/v1/metrics/{metric}/benefit/reviews', 'post'>;

const STALE_MS = 60_000;

export const gateQuery = queryOptions({
  queryKey: ['benefit-settings'],
  queryFn: () => body(client.GET('/api/v1/benefit-settings')),
  staleTime: STALE_MS,
});

/** When the project was closed; null where it is open. */
export const closureQuery = (project: string) =>
  queryOptions<Closure | null>({
    queryKey: ['facts', 'closure', project],
    queryFn: async () => {
      try {
        return await body(client.GET('/api/v1/projects/{project}/closure', { params: { path: { project } } }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    staleTime: STALE_MS,
  });
