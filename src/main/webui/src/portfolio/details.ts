import { queryOptions, useQuery } from '@tanstack/react-query';
import { body, client } from '../api/client';
import { readProject, readSeries, until } from '../api/queries';
import { benefits, nextReview } from '../project/facts';
import { asked, momentKey, type Moment } from '../time/moment';

/** What a row shows beyond the list: read only for rows that are in sight, few at a time, and not again soon. */
const STALE_MS = 600_000;
const AT_A_TIME = 3;
const SPARK_POINTS = 30;
const SPARK_SPAN_MS = 30 * 86_400_000;

let running = 0;
const waiting: (() => void)[] = [];

/** Runs few of many at a time: a list of hundreds must not flood the server. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_A_TIME) await new Promise<void>((go) => waiting.push(go));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

export const trend = (id: string, moment: Moment) =>
  queryOptions({
    queryKey: ['trend', id, momentKey(moment)],
    queryFn: () => inTurn(() => readSeries(id, { from: until(moment) - SPARK_SPAN_MS, to: until(moment) }, SPARK_POINTS, moment)),
    staleTime: STALE_MS,
  });

/** Realised / planned to date, which only the project's own answer has. */
export const detail = (id: string, moment: Moment) =>
  queryOptions({
    queryKey: ['detail', id, momentKey(moment)],
    queryFn: () => inTurn(() => readProject(id, moment)),
    staleTime: STALE_MS,
  });

/** Figures of money that take reading whole ledgers, of a few projects at once. */
export const compared = (ids: string[], figures: string[], moment: Moment) =>
  queryOptions({
    queryKey: ['compared', ids.join(), figures.join(), momentKey(moment)],
    queryFn: () =>
      inTurn(() =>
        body(client.GET('/api/v1/portfolio/compare', { params: { query: { projects: ids.join(), figures: figures.join(), ...asked(moment) } } })),
      ),
    staleTime: STALE_MS,
    enabled: ids.length > 1,
  });

export const useTrend = (id: string, moment: Moment) => useQuery(trend(id, moment)).data;

export const useRealisation = (id: string, moment: Moment) => useQuery(detail(id, moment)).data;

/** When one of the project's benefits is looked at next; null where no review is planned, undefined until it is read. */
export const useReview = (id: string) => useQuery({ ...benefits(id), select: ({ items }) => nextReview(items), staleTime: STALE_MS }).data;
