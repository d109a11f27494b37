import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../api/client';

const READINGS_SHOWN = 100;

/** The readings that a node of the tree points at: its `readings` is a path of the API with a stretch of time. */
export function readings(path: string) {
  const url = new URL(path, window.location.origin);
  const metric = decodeURIComponent(url.pathname.split('/').at(-2) ?? '');
  return queryOptions({
    queryKey: ['readings', path],
    queryFn: () =>
      body(
        client.GET('/api/v1/metrics/{metric}/measurements', {
          params: {
            path: { metric },
            query: { from: url.searchParams.get('from') ?? undefined, to: url.searchParams.get('to') ?? undefined, limit: READINGS_SHOWN },
          },
        }),
      ),
  });
}
