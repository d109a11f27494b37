import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it, vi } from 'vitest';
import { whole } from '../kit/testing';
import { AT, portfolioOf, project, row } from '../test-data';

vi.mock('uplot', () => ({ default: class { width = 1; setData() {} setSize() {} destroy() {} static paths = { bars: () => null, stepped: () => null }; } }));

const asked: URLSearchParams[] = [];
const of = (key: string) => ({ project: key, figures: { npv: 1_000, costOfDelayPerWeek: 70 }, reasons: {} });
const { open } = whole(
  'viewer',
  http.get('*/api/v1/portfolio', () => HttpResponse.json(portfolioOf([row(), row({ id: 'p2', key: 'two', name: 'Two' })]))),
  http.get('*/api/v1/portfolio/compare', ({ request }) => {
    asked.push(new URL(request.url).searchParams);
    return HttpResponse.json({ currency: 'EUR', basis: 'OUTLOOK', projects: [of('one'), of('two')], nextCursor: null });
  }),
  http.get('*/api/v1/projects/:id/value', ({ params }) => HttpResponse.json(project({ key: String(params.id) }))),
  http.get('*/api/v1/projects/:id/value/series', () => HttpResponse.json({ currency: 'EUR', points: [{ at: AT, realised: 1, cost: 2, planned: null }] })),
);
beforeEach(() => {
  asked.length = 0;
});

const PROOF_OF_DELAY = /Cost of delay.*, Two$/i;

it('compares outlooks of the present, each with its proof', async () => {
  open('/?view=compare&vs=one&vs=two');
  expect(await screen.findByTitle(PROOF_OF_DELAY)).toBeTruthy();
  expect(asked[0]!.has('asOf')).toBe(false);
});

it('compares outlooks as of another time and by what was known then; what is proved for the present only opens no proof', async () => {
  open('/?view=compare&vs=one&vs=two&asOf=2026-03-01T00:00:00Z&asKnownAt=2026-04-01T00:00:00Z');
  await waitFor(() => expect(asked.length).toBe(1));
  expect([asked[0]!.get('asOf'), asked[0]!.get('asKnownAt')]).toEqual(['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z']);
  const waiting = (await screen.findByText('Cost of delay, a week')).closest('tr')!;
  expect(waiting.textContent!.match(/70/g)?.length).toBe(2);
  expect(screen.queryByTitle(PROOF_OF_DELAY)).toBeNull();
});
