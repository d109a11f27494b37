import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/client';
import { call } from '../kit/http';
import { keys, type Routes, type RoutesDocument } from './api';

const CHANGED_MEANWHILE = 412;

/** Puts a document of routes in force, unless someone else has changed it since it was read. */
export function useRoutesSave(version: number, done: () => void) {
  const cache = useQueryClient();
  const save = useMutation({
    mutationFn: (document: RoutesDocument) => call<Routes>('put', '/api/v1/routes', { body: document, version }),
    onSuccess: (now) => {
      done();
      cache.setQueryData(keys.routes, now);
    },
  });
  return { ...save, outdated: save.error instanceof ApiError && save.error.status === CHANGED_MEANWHILE };
}

/** The document as it is sent: without what the server alone decides. */
export const documentOf = ({ routes, inhibitions, muteTimes }: RoutesDocument): RoutesDocument => ({ routes, inhibitions, muteTimes });
