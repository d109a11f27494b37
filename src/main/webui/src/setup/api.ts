import { queryOptions } from '@tanstack/react-query';
import { all, type MetricName, type ProjectName } from '../alerts/api';
import type { Answer, ProjectValue } from '../api/types';
import { call, part } from '../kit/http';

export type ProjectView = ProjectName;
export type MetricView = MetricName;

const LOOK_MS = 2_000;

export const templatesQuery = queryOptions({
  queryKey: ['templates'] as const,
  queryFn: async () => (await call<Answer<'/api/v1/templates'>>('get', '/api/v1/templates')).items,
});
export const projectQuery = (key: string) =>
  queryOptions({
    queryKey: ['project', key] as const,
    queryFn: () => call<ProjectView>('get', `/api/v1/projects/${part(key)}`),
    enabled: key !== '',
  });
export const projectMetricsQuery = (project: string) =>
  queryOptions({
    queryKey: ['project', project, 'metrics'] as const,
    queryFn: () => all<MetricView>(`/api/v1/projects/${part(project)}/metrics`),
    enabled: project !== '',
  });
/** The project's figures, until they move. */
export const firstValueQuery = (project: string, looking: boolean) =>
  queryOptions({
    queryKey: ['first-value', project] as const,
    queryFn: () => call<ProjectValue>('get', `/api/v1/projects/${part(project)}/value`),
    enabled: looking,
    refetchInterval: ({ state }) => (state.data && state.data.earningPerHour !== null && state.data.lastObserved ? false : LOOK_MS),
  });
