import createClient from 'openapi-fetch';
import type { paths, Problem } from './types';
import { texts } from '../texts';

/** An answer that is not a success, with the server's own words where it gave any. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null) {
    super(problem?.detail ?? texts.problem.httpStatus(status));
    this.status = status;
    this.problem = problem;
  }

  get remedy(): string {
    return this.problem?.remedy ?? texts.problem.retry;
  }
}

/** The server did not answer at all. */
export class OfflineError extends Error {
  constructor(cause: unknown) {
    super(texts.problem.offline, { cause });
  }
}

type OnSessionEnd = () => void;
let onSessionEnd: OnSessionEnd = () => {};

/** Who is told when the server answers 401 to anything but a log-in. */
export function whenSessionEnds(listener: OnSessionEnd): void {
  onSessionEnd = listener;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string';
}

export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin,
  // Called late, so that tests may put another fetch in place.
  fetch: (request) => globalThis.fetch(request),
});

client.use({
  onRequest({ request }) {
    // Cross-site forms cannot set it: with the SameSite cookie, our defence against forged writes.
    if (request.method !== 'GET') request.headers.set('X-Payoff', '1');
    request.headers.set('Accept', 'application/json, application/problem+json');
    return request;
  },
  async onResponse({ request, response }) {
    if (response.ok) return response;
    const body: unknown = await response.json().catch(() => null);
    const signingIn = request.url.endsWith('/api/v1/session') && request.method === 'POST';
    if (response.status === 401 && !signingIn) onSessionEnd();
    throw new ApiError(response.status, isProblem(body) ? body : null);
  },
  onError({ error }) {
    return error instanceof ApiError ? error : new OfflineError(error);
  },
});

/** The body of an answer; the middleware above has thrown already if it was not a success. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}
