import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Portfolio, StreamEvents } from './api/types';
import { App } from './App';
import { showTimesIn, useLocale } from './figures/format';
import { unanswered } from './kit/testing';
import { EventSourceState } from './live/hub';
import { alertOf, AT, nodeOf, portfolioOf, project, row, valueEvent } from './test-data';

// uPlot draws on a canvas, which jsdom does not have; Chromium tests see it.
vi.mock('uplot', () => ({ default: class { width = 1; setData() {} setSize() {} destroy() {} static paths = { bars: () => null, stepped: () => null }; } }));

const problem = (status: number, detail: string) =>
  HttpResponse.json({ title: 'No', status, code: 'NO', detail, remedy: 'Do this.' }, { status });

let signedIn: boolean;
let portfolio: Portfolio;
let writes: Request[];
let portfolioReads: number;
let reads: string[];
const quiet = { freshness: 'STALE' as const };

const missing = unanswered();
const server = setupServer(
  http.get('*/api/v1/me', () =>
    signedIn
      ? HttpResponse.json({ tenant: { key: 'demo', name: 'Demo', zone: 'UTC', currency: 'EUR' }, name: 'Ada', role: 'manager', scopes: [] })
      : problem(401, 'There is no session.'),
  ),
  http.post('*/api/v1/session', async ({ request }) => {
    writes.push(request.clone() as Request);
    const { password } = (await request.json()) as { password: string };
    if (password !== 'right') return problem(401, 'Tenant, e-mail and password do not belong together.');
    signedIn = true;
    return HttpResponse.json({});
  }),
  http.get('*/api/v1/portfolio', ({ request }) => {
    portfolioReads++;
    reads.push(request.url);
    return signedIn ? HttpResponse.json(portfolio) : problem(401, 'There is no session.');
  }),
  http.get('*/api/v1/portfolio/compare', () =>
    HttpResponse.json({ currency: 'EUR', basis: 'OUTLOOK', projects: ['one', 'two'].map((key) => ({ project: key, figures: { npv: 1_000 }, reasons: {} })), nextCursor: null }),
  ),
  http.get('*/api/v1/projects/:id/value', ({ params, request }) => {
    reads.push(request.url);
    return HttpResponse.json(project({ key: String(params.id), name: `Project ${String(params.id)}` }));
  }),
  http.get('*/api/v1/projects/:id/benefits', () =>
    HttpResponse.json({ items: [{ reviews: [{ label: 'Half a year', dueOn: '2026-12-01', heldOn: null, outcome: null, overdue: false }, { label: 'Go-live', dueOn: '2026-01-01', heldOn: '2026-01-03', outcome: 'ok', overdue: false }] }], nextCursor: null }),
  ),
  http.get('*/api/v1/projects/:id/value/series', () =>
    HttpResponse.json({ currency: 'EUR', points: [{ at: AT, realised: 1, cost: 2, planned: null }, { at: AT, realised: 3, cost: 2, planned: null }] }),
  ),
  http.get('*/api/v1/projects/:id/value/forecast', () =>
    HttpResponse.json({ currency: 'EUR', asOf: AT, planEnd: null, until: AT, coverage: 0.9, days: 3, method: null, how: null, boundedBy: null, points: [], reasons: ['Value has been earned for 3 whole days; a forecast needs 14.'] }),
  ),
  http.get('*/api/v1/projects/:id/value/forecast/score', () => HttpResponse.json({ currency: 'EUR', asOf: AT, coverage: 0.9, forecasts: 0, horizons: [], reasons: ['No forecast has been decided.'] })),
  http.get('*/api/v1/projects/:id/value/explain', () =>
    HttpResponse.json(nodeOf('Simple ROI', 1, { children: [nodeOf('Realised value', 1000, { unit: 'EUR' }), nodeOf('Actual cost to date', 500, { unit: 'EUR', children: [nodeOf('LABOUR', 500, { unit: 'EUR' })] })] })),
  ),
  http.get('*/api/v1/alerts', ({ request }) =>
    HttpResponse.json({ items: new URL(request.url).searchParams.get('state') === 'FIRING' ? [alertOf()] : [], nextCursor: null }),
  ),
  http.post('*/api/v1/alerts/:id/ack', ({ request }) => {
    writes.push(request.clone() as Request);
    return HttpResponse.json(alertOf());
  }),
);

class FakeEventSource {
  static last: FakeEventSource;
  readyState: number = EventSourceState.OPEN;
  onerror: (() => void) | null = null;
  private readonly listeners = new Map<string, (event: { data: string }) => void>();
  constructor(readonly url: string) {
    FakeEventSource.last = this;
  }
  addEventListener(name: string, listener: (event: { data: string }) => void) {
    this.listeners.set(name, listener);
  }
  close() {}
  send<N extends keyof StreamEvents>(name: N, data: StreamEvents[N]) {
    act(() => this.listeners.get(name)!({ data: JSON.stringify(data) }));
  }
}

beforeAll(() => {
  server.listen({ onUnhandledRequest: missing.note });
  vi.stubGlobal('EventSource', FakeEventSource);
});
beforeEach(() => {
  useLocale('en-GB');
  signedIn = true;
  writes = [];
  portfolioReads = 0;
  reads = [];
  portfolio = portfolioOf([row({ ...quiet, earningPerHour: 0 }), row({ ...quiet, id: 'p2', key: 'two', name: 'Two', realised: 400, roiSimple: -0.2 })]);
  window.history.replaceState(null, '', '/');
});
afterEach(() => {
  server.resetHandlers();
  useLocale(undefined);
  showTimesIn(undefined);
  missing.expectNone();
});
afterAll(() => {
  server.close();
  vi.unstubAllGlobals();
});

const rowOf = async (name: string) => (await screen.findByRole('link', { name })).closest('tr')!;
const hello = (recovered = true) => FakeEventSource.last.send('hello', { recovered, at: new Date().toISOString() });

describe('the portfolio', () => {
  it('shows each project’s figures, and what is unknown as a word with its reason', async () => {
    portfolio.projects.push(
      row({ id: 'p3', key: 'three', name: 'Three', realised: null, roiSimple: null, cost: 0, complete: false, freshness: 'NO_DATA', reasons: ['No reading has arrived.'] }),
    );
    render(<App />);
    expect((await rowOf('One')).textContent).toContain('EUR\u20601,000');
    await waitFor(async () => expect((await rowOf('One')).textContent).toContain('1 Dec'));
    const unknown = within(await rowOf('Three')).getAllByText(/unknown/);
    expect(unknown[0]!.textContent).toBe('unknown: No reading has arrived.');
    expect((await rowOf('Three')).textContent).not.toContain('EUR\u20600.00');
  });

  it('moves one row when its event comes, and nothing for an older revision', async () => {
    render(<App />);
    await rowOf('One');
    hello();
    FakeEventSource.last.send('value', valueEvent(portfolio.projects[0]!, { realised: 2345 }));
    expect((await rowOf('One')).textContent).toContain('EUR\u20602,345');
    FakeEventSource.last.send('value', valueEvent(portfolio.projects[0]!, { realised: 1, revision: 5 }));
    expect((await rowOf('One')).textContent).toContain('EUR\u20602,345');
    expect(portfolioReads).toBe(1);
  });

  it('reads the snapshot again when the stream lost something', async () => {
    render(<App />);
    await rowOf('One');
    portfolio = portfolioOf([row({ ...quiet, name: 'One', realised: 777, revision: 99 })]);
    hello(false);
    await waitFor(async () => expect((await rowOf('One')).textContent).toContain('EUR\u2060777'));
  });

  it('never re-orders under the eyes: it offers to', async () => {
    render(<App />);
    await rowOf('One');
    const names = () => screen.getAllByRole('rowheader').map((cell) => cell.querySelector('a')!.textContent);
    expect(names()).toEqual(['One', 'Two']);
    FakeEventSource.last.send('value', valueEvent(portfolio.projects[1]!, { realised: 9000 }));
    expect(names()).toEqual(['One', 'Two']);
    await userEvent.click(screen.getByRole('button', { name: 'Sort again' }));
    expect(names()).toEqual(['Two', 'One']);
  });

  it('keeps the order asked for in the address', async () => {
    render(<App />);
    await rowOf('One');
    await userEvent.click(screen.getByRole('button', { name: 'Project' }));
    expect(window.location.search).toBe('?sort=name&dir=asc');
    expect(screen.getByRole('columnheader', { name: 'Project' }).getAttribute('aria-sort')).toBe('ascending');
  });

  it('holds still while paused by its key, and catches up after', async () => {
    render(<App />);
    await rowOf('One');
    hello();
    await userEvent.keyboard('p');
    FakeEventSource.last.send('value', valueEvent(portfolio.projects[0]!, { realised: 2345 }));
    expect((await rowOf('One')).textContent).toContain('EUR\u20601,000');
    expect(screen.getByText('Paused')).toBeTruthy();
    await userEvent.keyboard('p');
    expect((await rowOf('One')).textContent).toContain('EUR\u20602,345');
  });

  it('says what to do where there is nothing yet', async () => {
    portfolio = portfolioOf([]);
    render(<App />);
    expect(await screen.findByText('No project yet')).toBeTruthy();
    expect(screen.getByText(/api\/v1\/projects \\/)).toBeTruthy();
  });
});

describe('the list of projects', () => {
  it('is found, grouped and saved by what the address says', async () => {
    window.history.replaceState(null, '', '/?q=two');
    render(<App />);
    await rowOf('Two');
    expect(screen.queryByRole('link', { name: 'One' })).toBeNull();
    expect(screen.getByText(/1 of 2 projects/)).toBeTruthy();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Group by' }), 'risk');
    expect(window.location.search).toBe('?q=two&group=risk');
    await userEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
    expect(await rowOf('One')).toBeTruthy();
    expect(screen.getByRole('rowheader', { name: /Stale or no data/ })).toBeTruthy();
  });

  it('/ leads to the search, j walks over the rows, e explains the one with the focus', async () => {
    render(<App />);
    await rowOf('One');
    await userEvent.keyboard('j');
    expect(document.activeElement?.textContent).toBe('One');
    await userEvent.keyboard('e');
    expect(await screen.findByText('Realised value of Project one')).toBeTruthy();
    expect(window.location.search).toBe('?explain=realised&of=one');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await userEvent.keyboard('/');
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Find a project' }));
  });

  it('lays two projects side by side, each figure with its tree', async () => {
    window.history.replaceState(null, '', '/?view=compare&vs=one&vs=two');
    render(<App />);
    expect(await screen.findByRole('rowheader', { name: 'Net present value' })).toBeTruthy();
    await userEvent.click((await screen.findAllByTitle('Explain Cost, One'))[0]!);
    expect(await screen.findByText('LABOUR')).toBeTruthy();
  });
});

describe('time', () => {
  it('is turned back for the whole page by the address, which says so and stands still', async () => {
    window.history.replaceState(null, '', '/?asOf=2026-03-01T00:00:00Z');
    render(<App />);
    await rowOf('One');
    expect(screen.getByText(/Figures as of 1 Mar/)).toBeTruthy();
    expect(reads[0]).toContain('asOf=2026-03-01');
    hello();
    FakeEventSource.last.send('value', valueEvent(portfolio.projects[0]!, { realised: 2345 }));
    expect((await rowOf('One')).textContent).toContain('EUR\u20601,000');
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    await waitFor(() => expect(window.location.search).toBe(''));
    await waitFor(() => expect(reads.at(-1)).not.toContain('asOf'));
  });

  it('goes along from page to page', async () => {
    window.history.replaceState(null, '', '/?asOf=2026-03-01T00:00:00Z&q=one');
    render(<App />);
    const link = (await rowOf('One')).querySelector('a')!;
    expect(link.getAttribute('href')).toBe('/projects/one?asOf=2026-03-01T00%3A00%3A00Z');
  });
});

describe('the session', () => {
  const signIn = async (password: string) => {
    await userEvent.type(await screen.findByLabelText('Tenant'), 'demo');
    await userEvent.type(screen.getByLabelText('E-mail'), 'ada@example.org');
    await userEvent.type(screen.getByLabelText('Password'), password);
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
  };

  it('is asked for, with the server’s own words on what is wrong, and its writes carry X-Payoff', async () => {
    signedIn = false;
    render(<App />);
    await signIn('wrong');
    expect((await screen.findByRole('alert')).textContent).toContain('do not belong together. Do this.');
    await userEvent.clear(screen.getByLabelText('Password'));
    await userEvent.type(screen.getByLabelText('Password'), 'right');
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
    expect(await rowOf('One')).toBeTruthy();
    expect(writes.map((request) => request.headers.get('X-Payoff'))).toEqual(['1', '1']);
  });

  it('that ends leaves the page in place and asks again over it', async () => {
    render(<App />);
    await rowOf('One');
    signedIn = false;
    hello(false);
    const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
    expect(screen.getByText('One')).toBeTruthy();
    expect((within(dialog).getByLabelText('Tenant') as HTMLInputElement).value).toBe('demo');
    await userEvent.type(within(dialog).getByLabelText('E-mail'), 'ada@example.org');
    await userEvent.type(within(dialog).getByLabelText('Password'), 'right');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Log in' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await rowOf('One')).toBeTruthy();
  });
});

describe('keys and alerts', () => {
  it('g a leads to the alerts, where one can be acknowledged', async () => {
    render(<App />);
    await rowOf('One');
    await userEvent.keyboard('ga');
    expect(window.location.pathname).toBe('/alerts');
    await userEvent.click(await screen.findByRole('button', { name: 'Acknowledge Above baseline' }));
    expect(await screen.findByText(/^Acknowledged /)).toBeTruthy();
    expect(writes).toHaveLength(1);
  });

  it('an alert that is resolved leaves the list, and the count, as its event comes', async () => {
    render(<App />);
    await rowOf('One');
    expect(await screen.findByRole('link', { name: 'Alerts, 1 firing' })).toBeTruthy();
    FakeEventSource.last.send('alert', alertOf({ state: 'RESOLVED', resolvedAt: new Date().toISOString() }));
    expect(await screen.findByRole('link', { name: 'Alerts' })).toBeTruthy();
  });

  it('Ctrl-K finds a project by some letters of its name', async () => {
    render(<App />);
    await rowOf('One');
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(await screen.findByRole('combobox', { name: /Find a command/ }), 'tw');
    expect((await screen.findAllByRole('option'))[0]!.textContent).toContain('Two');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('? shows the keys; none of them works while someone types', async () => {
    render(<App />);
    await rowOf('One');
    await userEvent.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
