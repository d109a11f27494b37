import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { page, problem, whole } from '../kit/testing';
import { alertOf, windowOf } from '../test-data';
import { atStake, labelsOf } from './sentence';

vi.mock('uplot', () => ({ default: class {} }));

const project = { id: 'p1', key: 'one', name: 'One', currency: 'EUR', type: 'SOFTWARE' };
const metric = { id: 'm1', fullKey: 'one/cost', key: 'cost', name: 'Infrastructure cost', unit: 'EUR', kind: 'LEVEL', category: 'COST_REDUCTION', baseline: 50_000, target: 35_000, version: 0 };
const rule = {
  id: 'r1', name: 'Above baseline', metric: 'one/cost', metricId: 'm1', project: 'one', projectId: 'p1', figure: 'MEAN', window: 'HOUR', comparator: '>', threshold: 50_000,
  clear: null, for: 'PT5M', keepFiringFor: 'PT0S', severity: 'CRITICAL', enabled: true, version: 3, createdAt: '2026-11-01T00:00:00Z', labels: {},
};
const channel = { id: 'c1', name: '#payoff', kind: 'SLACK', address: 'hooks.slack.com/…abcd', minSeverity: 'WARNING', enabled: true, version: 0, createdAt: '2026-11-01T00:00:00Z' };
const firing = [
  alertOf({ id: 'a2', name: 'Slow', severity: 'WARNING', worthPerHour: 3, metric: 'one/time', metricName: 'Response time' }),
  alertOf({ id: 'a1', name: 'Above baseline', severity: 'CRITICAL', worthPerHour: -4 }),
];

const { open, writes, server } = whole(
  'manager',
  http.get('*/api/v1/alerts', ({ request }) => HttpResponse.json(page(new URL(request.url).searchParams.get('state') === 'FIRING' ? firing : []))),
  http.post('*/api/v1/alerts/:id/:deed', () => HttpResponse.json(firing[1])),
  http.get('*/api/v1/alerts/:id/notifications', () =>
    HttpResponse.json(page([{ at: '2026-11-21T10:00:00Z', route: 'grave', decision: 'MUTED', reason: 'It is night until 07:00.' }])),
  ),
  http.get('*/api/v1/rules', () => HttpResponse.json(page([rule]))),
  http.post('*/api/v1/rules', () => HttpResponse.json(rule, { status: 201 })),
  http.patch('*/api/v1/rules/r1', () => HttpResponse.json(rule)),
  http.delete('*/api/v1/rules/r1', () => new HttpResponse(null, { status: 204 })),
  http.post('*/api/v1/rules/preview', () =>
    HttpResponse.json({
      from: '2026-08-23T00:00:00Z', to: '2026-11-21T10:00:00Z', grain: 'HOUR', samples: 2000, fired: 3, firingSeconds: 18_000, firingNow: false, reasons: [],
      episodes: [{ activeAt: '2026-11-20T10:00:00Z', firedAt: '2026-11-20T10:00:00Z', resolvedAt: '2026-11-20T12:00:00Z', value: 51_000 }],
    }),
  ),
  http.get('*/api/v1/metrics/:id/windows', () => HttpResponse.json({ windows: [] })),
  http.get('*/api/v1/metrics/:project/:key/windows', () => HttpResponse.json({ windows: [] })),
  http.get('*/api/v1/projects', () => HttpResponse.json(page([project]))),
  http.get('*/api/v1/projects/one/metrics', () => HttpResponse.json(page([metric]))),
  http.get('*/api/v1/channels', () => HttpResponse.json(page([channel]))),
  http.post('*/api/v1/channels/c1/test', () => HttpResponse.json({ sent: false, detail: 'Slack answered 404: no_service' })),
  http.get('*/api/v1/routes', () => HttpResponse.json({ version: 4, routes: [], inhibitions: [], muteTimes: [] })),
  http.put('*/api/v1/routes', () => HttpResponse.json({ version: 5, routes: [], inhibitions: [], muteTimes: [] })),
  http.get('*/api/v1/silences', () => HttpResponse.json(page([]))),
  http.post('*/api/v1/silences', () => HttpResponse.json({ id: 's1' }, { status: 201 })),
);

describe('the inbox', () => {
  it('shows the gravest first, and what they earn per hour, each metric once', async () => {
    open('/alerts');
    await screen.findByText('Above baseline');
    expect(screen.getAllByText(/Above baseline|Slow/).map((each) => each.textContent)).toEqual(['Above baseline', 'Slow']);
    expect(screen.getByText('2 firing, 1 critical, 2 not acknowledged')).toBeTruthy();
    expect(atStake([...firing, alertOf({ id: 'a3', worthPerHour: -4 }), alertOf({ id: 'a4', metric: 'one/x', worthPerHour: null })])).toEqual({ sums: [['EUR', -1]], without: 1 });
  });

  it('acknowledges at once, and takes it back', async () => {
    open('/alerts');
    await userEvent.click(await screen.findByRole('button', { name: 'Acknowledge Above baseline' }));
    expect(await screen.findByText(/^Acknowledged .* by Ada/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Take back the acknowledgement of Above baseline' }));
    expect(await screen.findByRole('button', { name: 'Acknowledge Above baseline' })).toBeTruthy();
    await waitFor(() => expect(writes.map(({ what }) => what)).toEqual(['POST /api/v1/alerts/a1/ack', 'POST /api/v1/alerts/a1/unack']));
  });

  it('takes back what the server refuses, and says why', async () => {
    server.use(http.post('*/api/v1/alerts/a1/ack', () => problem(409, 'It is over.')));
    open('/alerts');
    await userEvent.click(await screen.findByRole('button', { name: 'Acknowledge Above baseline' }));
    expect((await screen.findByRole('alert')).textContent).toBe('It is over.');
    expect(screen.getByRole('button', { name: 'Acknowledge Above baseline' })).toBeTruthy();
  });

  it('tells what was earned when it fired, and leads to the tree behind it as of then', async () => {
    open('/alerts');
    const worth = (await screen.findAllByTitle('Explain per hour, when it fired'))[0]!;
    const to = new URL((worth as HTMLAnchorElement).href);
    expect([to.pathname, to.searchParams.get('explain'), to.searchParams.get('asOf')]).toEqual(['/projects/one', 'earning', firing[0]!.firedAt]);
  });

  it('snoozes for as long as one chooses', async () => {
    open('/alerts');
    await userEvent.click(await screen.findByRole('button', { name: 'Snooze Above baseline' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '4 hours' }));
    expect(await screen.findByText(/^Snoozed until/)).toBeTruthy();
    await waitFor(() => expect(writes).toMatchObject([{ what: 'POST /api/v1/alerts/a1/snooze', body: { for: 'PT4H' } }]));
  });

  it('tells why nobody was told, at an address of its own', async () => {
    open('/alerts');
    await userEvent.click(await screen.findByRole('button', { name: 'Details of Above baseline' }));
    expect(await screen.findByText('Not told: mute time')).toBeTruthy();
    expect(screen.getByText('It is night until 07:00.')).toBeTruthy();
    expect(window.location.search).toBe('?alert=a1');
  });
});

describe('rules', () => {
  it('says how often a rule would have fired before it is made', async () => {
    open('/alerts/rules/new?metric=one/cost');
    await userEvent.type(await screen.findByLabelText(/^Threshold/), '42,5');
    expect(await screen.findByText(/Would have fired 3 times in 90 days, for 5 h altogether\./)).toBeTruthy();
    await waitFor(() => expect(writes.at(-1)).toMatchObject({ what: 'POST /api/v1/rules/preview', body: { metric: 'one/cost', threshold: 42.5 } }));
    await userEvent.type(screen.getByLabelText(/^Name/), 'Too dear');
    await userEvent.click(screen.getByRole('button', { name: 'Create the rule' }));
    await waitFor(() => expect(window.location.pathname).toBe('/alerts/rules'));
    expect(writes.find(({ what }) => what === 'POST /api/v1/rules')?.body).toMatchObject({ name: 'Too dear', metric: 'one/cost', figure: 'VALUE', window: null, threshold: 42.5 });
  });

  it('says in words why it is not known how often one on achievement would have fired', async () => {
    const why = 'Achievement against a target that moves with time cannot be replayed yet.';
    server.use(
      http.post('*/api/v1/rules/preview', () =>
        HttpResponse.json({ fired: null, firingNow: null, firingSeconds: null, from: null, grain: null, samples: 0, to: '2026-11-21T10:00:00Z', episodes: [], reasons: [why] }),
      ),
      http.get('*/api/v1/metrics/:id/windows', () => HttpResponse.json({ windows: [1, 2, 3].map((n) => windowOf(`2026-11-21T0${n}:00:00Z`, `2026-11-21T0${n + 1}:00:00Z`, n)), nextCursor: null })),
    );
    open('/alerts/rules/new?metric=one/cost');
    await userEvent.selectOptions(await screen.findByLabelText(/^Figure/), 'ACHIEVEMENT');
    await userEvent.type(screen.getByLabelText(/^Threshold/), '50');
    expect(await screen.findByText('How often it would have fired is unknown.')).toBeTruthy();
    expect(screen.getByText(why)).toBeTruthy();
    expect(await screen.findByText('The line is the metric itself, by the hour.')).toBeTruthy();
    expect(screen.getByRole('img', { name: /; when the rule would have fired is unknown$/ })).toBeTruthy();
  });

  it('says what is missing before it asks the server', async () => {
    open('/alerts/rules/new');
    await userEvent.click(await screen.findByRole('button', { name: 'Create the rule' }));
    expect(screen.getAllByText('This is needed.')).toHaveLength(2);
    expect(writes).toEqual([]);
  });

  it('are removed with a way back', async () => {
    open('/alerts/rules');
    await userEvent.click(await screen.findByRole('button', { name: 'Remove Above baseline' }));
    expect(screen.queryByText('Infrastructure cost')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('button', { name: 'Remove Above baseline' })).toBeTruthy();
    expect(writes).toEqual([]);
  });

  it('take labels as name=text', () => {
    expect(labelsOf('team=platform, country = DE')).toEqual({ team: 'platform', country: 'DE' });
    expect(labelsOf('platform')).toBeNull();
  });
});

describe('routes and channels', () => {
  it('a test message says what came of it', async () => {
    open('/alerts/routes');
    await userEvent.click(await screen.findByRole('button', { name: 'Send a test message to #payoff' }));
    expect(await screen.findByText('Not sent: Slack answered 404: no_service')).toBeTruthy();
  });

  it('a route is put in force with the version that was read', async () => {
    open('/alerts/routes');
    await userEvent.click(await screen.findByRole('button', { name: 'Add a route' }));
    await userEvent.type(screen.getByLabelText(/^Name/), 'grave');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Critical' }));
    await userEvent.click(screen.getByRole('checkbox', { name: '#payoff' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const item = (await screen.findByText('grave')).closest('li')!;
    expect(within(item).getByText(/takes severity Critical · tells #payoff/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Put these routes in force' }));
    await waitFor(() =>
      expect(writes).toMatchObject([{ what: 'PUT /api/v1/routes', ifMatch: '"4"', body: { routes: [{ name: 'grave', match: { severity: ['CRITICAL'] }, channels: ['c1'] }] } }]),
    );
  });
});
