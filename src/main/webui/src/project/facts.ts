import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../api/client';
import type { Answer } from '../api/types';

/** What is registered of a project beside its figures. None of it moves with readings. */

const STALE_MS = 60_000;
const PER_PAGE = 200;
const MAX_PAGES = 5;

export type CostLine = Answer<'/api/v1/projects/{project}/costs'>['items'][number];
export type Deliverable = Answer<'/api/v1/projects/{project}/deliverables'>['items'][number];
export type Stakeholder = Answer<'/api/v1/projects/{project}/stakeholders'>['items'][number];
export type Dependency = Answer<'/api/v1/projects/{project}/dependencies'>['items'][number];
export type AuditEntry = Answer<'/api/v1/audit'>['items'][number];

export const definition = (project: string) =>
  queryOptions({
    queryKey: ['facts', 'project', project],
    queryFn: () => body(client.GET('/api/v1/projects/{project}', { params: { path: { project } } })),
    staleTime: STALE_MS,
  });

/** Planned cost lines, by day. */
export const planned = (project: string) =>
  queryOptions({
    queryKey: ['facts', 'planned', project],
    queryFn: async () => {
      const found: CostLine[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const read = await body(
          client.GET('/api/v1/projects/{project}/costs', {
            params: { path: { project }, query: { planned: true, limit: PER_PAGE, cursor } },
          }),
        );
        found.push(...read.items);
        if (!read.nextCursor) break;
        cursor = read.nextCursor;
      }
      return found.sort((a, b) => a.incurredOn.localeCompare(b.incurredOn));
    },
    staleTime: STALE_MS,
  });

export type MetricDefinition = Answer<'/api/v1/projects/{project}/metrics'>['items'][number];

/** What was promised of each metric, and by when. */
export const metricDefinitions = (project: string) =>
  queryOptions({
    queryKey: ['facts', 'metrics', project],
    queryFn: () => body(client.GET('/api/v1/projects/{project}/metrics', { params: { path: { project }, query: { limit: PER_PAGE } } })),
    staleTime: STALE_MS,
  });

export const deliverables = (project: string) =>
  queryOptions({
    queryKey: ['facts', 'deliverables', project],
    queryFn: () =>
      body(client.GET('/api/v1/projects/{project}/deliverables', { params: { path: { project }, query: { limit: PER_PAGE } } })),
    staleTime: STALE_MS,
  });

export const stakeholders = (project: string) =>
  queryOptions({
    queryKey: ['facts', 'stakeholders', project],
    queryFn: () =>
      body(client.GET('/api/v1/projects/{project}/stakeholders', { params: { path: { project }, query: { limit: PER_PAGE } } })),
    staleTime: STALE_MS,
  });

export const dependencies = (project: string) =>
  queryOptions({
    queryKey: ['facts', 'dependencies', project],
    queryFn: () =>
      body(client.GET('/api/v1/projects/{project}/dependencies', { params: { path: { project }, query: { limit: PER_PAGE } } })),
    staleTime: STALE_MS,
  });

export type Benefit = Answer<'/api/v1/projects/{project}/benefits'>['items'][number];
export type Review = Benefit['reviews'][number];

/** What was agreed on of each metric's benefit, and when it is looked at again. */
export const benefits = (project: string) =>
  queryOptions({
    queryKey: ['facts', 'benefits', project],
    queryFn: () => body(client.GET('/api/v1/projects/{project}/benefits', { params: { path: { project }, query: { limit: PER_PAGE } } })),
    staleTime: STALE_MS,
  });

export const benefitRisks = (project: string) =>
  queryOptions({
    queryKey: ['facts', 'benefit-risks', project],
    queryFn: () => body(client.GET('/api/v1/projects/{project}/benefits/risks', { params: { path: { project } } })),
    staleTime: STALE_MS,
  });

/** What leads to what, from deliverables to objectives. */
export const benefitMap = (project: string) =>
  queryOptions({
    queryKey: ['facts', 'benefit-map', project],
    queryFn: () => body(client.GET('/api/v1/projects/{project}/benefit-map', { params: { path: { project } } })),
    staleTime: STALE_MS,
  });

/** What is lost while a deliverable is late. */
export const slippage = (project: string) =>
  queryOptions({
    queryKey: ['facts', 'slippage', project],
    queryFn: () => body(client.GET('/api/v1/projects/{project}/benefit-map/slippage', { params: { path: { project } } })),
    staleTime: STALE_MS,
  });

/** The next review that has not been held; null where none is planned. */
export function nextReview(all: readonly Pick<Benefit, 'reviews'>[]): Review | null {
  return all
    .flatMap(({ reviews }) => reviews)
    .filter(({ heldOn }) => heldOn === null)
    .reduce<Review | null>((first, review) => (first === null || review.dueOn < first.dueOn ? review : first), null);
}

const LOG_PER_THING = 20;
const LOG_METRICS = 12;

/** The latest changes of a project and of its metrics. */
export const log = (project: string, metrics: readonly string[]) =>
  queryOptions({
    queryKey: ['facts', 'log', project, ...metrics],
    queryFn: async () => {
      const things = [project, ...metrics.slice(0, LOG_METRICS)];
      const pages = await Promise.all(
        things.map((subjectId) => body(client.GET('/api/v1/audit', { params: { query: { subjectId, limit: LOG_PER_THING } } }))),
      );
      return pages.flatMap(({ items }) => items).sort((a, b) => b.id - a.id);
    },
    staleTime: 10_000,
  });
