import { render } from '@testing-library/react';
import { http, HttpResponse, type HttpHandler } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { App } from '../App';
import { useLocale } from '../figures/format';
import { portfolioOf, row } from '../test-data';

/** A write that a page made: `POST /api/v1/rules` and its body. */
export interface Write {
  what: string;
  body: unknown;
  ifMatch: string | null;
}

class QuietEventSource {
  readyState = 1;
  onerror = null;
  addEventListener() {}
  close() {}
}

export const page = <T,>(items: T[]) => ({ items, nextCursor: null });
export const problem = (status: number, detail: string, violations: { field: string; message: string }[] = []) =>
  HttpResponse.json({ title: 'No', status, code: 'NO', detail, remedy: 'Do this.', violations }, { status });

/**
 * What a page asked for and no handler answers. MSW refuses such a request, but a page that bears refusals would hide it from its
 * test, so the test itself fails of it.
 */
export function unanswered() {
  const asked: string[] = [];
  return {
    note: (request: Request, print: { error(): void }) => {
      const { pathname } = new URL(request.url);
      asked.push(`${request.method} ${pathname}`);
      print.error();
    },
    expectNone: () => expect(asked.splice(0), 'requests that no handler answers').toEqual([]),
  };
}

/** The whole application against a server that answers as told; every write is kept. */
export function whole(role: string, ...answers: HttpHandler[]) {
  const writes: Write[] = [];
  const missing = unanswered();
  const server = setupServer(
    ...answers,
    http.get('*/api/v1/me', () =>
      HttpResponse.json({ tenant: { key: 'demo', name: 'Demo', zone: 'UTC', currency: 'EUR' }, name: 'Ada', role, scopes: [] }),
    ),
    http.get('*/api/v1/portfolio', () => HttpResponse.json(portfolioOf([row({ freshness: 'STALE' })]))),
    http.get('*/api/v1/alerts', () => HttpResponse.json(page([]))),
  );
  beforeAll(() => {
    server.listen({ onUnhandledRequest: missing.note });
    vi.stubGlobal('EventSource', QuietEventSource);
    server.events.on('request:start', async ({ request }) => {
      if (request.method === 'GET') return;
      const text = await request.clone().text();
      writes.push({
        what: `${request.method} ${new URL(request.url).pathname}`,
        body: text && (request.headers.get('Content-Type') ?? '').includes('json') ? (JSON.parse(text) as unknown) : text || null,
        ifMatch: request.headers.get('If-Match'),
      });
    });
  });
  beforeEach(() => {
    useLocale('en-GB');
    writes.length = 0;
  });
  afterEach(() => {
    server.resetHandlers();
    useLocale(undefined);
    missing.expectNone();
  });
  afterAll(() => {
    server.close();
    vi.unstubAllGlobals();
  });
  return {
    writes,
    server,
    open: (path: string) => {
      window.history.replaceState(null, '', path);
      return render(<App />);
    },
  };
}
