import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { page, problem, whole } from '../kit/testing';
import type { Delivery } from './api';
import { read } from './ManifestForm';

vi.mock('uplot', () => ({ default: class {} }));

const field = { required: false, defaultValue: null, choices: null, min: null, max: null, generate: false, help: 'help' };
const kinds = [
  {
    kind: 'prometheus', title: 'Prometheus', family: 'MONITORING', way: 'PULL', description: 'Asks.', series: 'a query',
    fields: [
      { ...field, name: 'baseUrl', type: 'URL', title: 'Base URL', required: true },
      { ...field, name: 'stepSeconds', type: 'INTEGER', title: 'Step', defaultValue: 60 },
      { ...field, name: 'labels', type: 'TEXTS', title: 'Labels' },
    ],
  },
  { kind: 'json', title: 'Anything that posts JSON', family: 'BUSINESS', way: 'WEBHOOK', description: 'JSON.', series: 'a name', fields: [{ ...field, name: 'secret', type: 'SECRET', title: 'Secret', required: true, generate: true }] },
];
const connection = {
  id: 'k1', kind: 'json', name: 'Shop', config: {}, secrets: ['secret'], enabled: true, hook: '/hooks/k1', version: 0, createdAt: '2026-11-21T10:00:00Z',
  lastSuccess: null, nextPull: null, failures: 0, lastError: null, generated: null,
};
const delivery: Delivery = { id: 'd1', kept: true, replayedAt: null, externalId: null, event: 'json', status: 'TAKEN', reason: null, readings: 1, repeats: 0, at: '2026-11-21T10:05:00Z' };
const refused = { id: 'x1', origin: 'kafka', code: 'UNKNOWN_METRIC', detail: 'There is no metric cloud/kost.', payload: '{"metric":"cloud/kost","value":1.10000000000000000001}', truncated: false, receivedAt: '2026-11-21T10:00:00Z', replayedAt: null };
let deliveries: Delivery[];

const { open, writes, server } = whole(
  'manager',
  http.get('*/api/v1/connectors', () => HttpResponse.json(kinds)),
  http.get('*/api/v1/connections', () => HttpResponse.json(page([connection]))),
  http.post('*/api/v1/connections', () => HttpResponse.json({ ...connection, generated: { secret: 'made-up' } }, { status: 201 })),
  http.get('*/api/v1/connections/k1', () => HttpResponse.json(connection)),
  http.get('*/api/v1/connections/k1/deliveries', () => HttpResponse.json(deliveries)),
  http.get('*/api/v1/connections/k1/feeds', () => HttpResponse.json([])),
  http.get('*/api/v1/connections/k1/unfed', () => HttpResponse.json([])),
  http.post('*/api/v1/connections/k1/feeds', () => HttpResponse.json({}, { status: 201 })),
  http.post('*/api/v1/connections/k1/test', () => HttpResponse.json({ ok: true, detail: 'It waits for deliveries.' })),
  http.get('*/api/v1/metrics', () => HttpResponse.json(page([{ id: 'm1', fullKey: 'shop/revenue', name: 'Revenue' }]))),
  http.get('*/api/v1/rejected/summary', () => HttpResponse.json([{ code: 'UNKNOWN_METRIC', records: 2, open: 1, firstAt: '2026-11-21T10:00:00Z', lastAt: '2026-11-21T10:00:00Z' }])),
  http.get('*/api/v1/rejected', () => HttpResponse.json(page([refused]))),
  http.post('*/api/v1/rejected/x1/replay', () => HttpResponse.json({ accepted: 1, rejected: [] }, { status: 202 })),
  http.post('*/api/v1/rejected/replay', () => HttpResponse.json({ matched: 1, accepted: 1, refused: [], nextCursor: null })),
);
beforeEach(() => {
  deliveries = [];
});

describe('a connection', () => {
  it('is set up by the form that its manifest describes', async () => {
    open('/connections/new/prometheus');
    await userEvent.click(await screen.findByRole('button', { name: 'Connect' }));
    expect(screen.getByText('This is needed.')).toBeTruthy();
    expect(writes).toEqual([]);
    server.use(http.post('*/api/v1/connections', () => problem(400, 'No.', [{ field: 'config.baseUrl', message: 'is an http or https URL' }])));
    await userEvent.type(screen.getByLabelText(/^Base URL/), 'example');
    await userEvent.click(screen.getByRole('button', { name: 'Connect' }));
    expect(await screen.findByText('Is an http or https URL.')).toBeTruthy();
    expect(writes).toMatchObject([{ what: 'POST /api/v1/connections', body: { kind: 'prometheus', config: { baseUrl: 'example', stepSeconds: 60 } } }]);
  });

  it('shows a made-up secret once, and turns green when the first event has come', async () => {
    open('/connections/new/json');
    await userEvent.click(await screen.findByRole('button', { name: 'Connect' }));
    expect(await screen.findByText('made-up')).toBeTruthy();
    expect(screen.getByText('Waiting for the first event…')).toBeTruthy();
    deliveries = [delivery];
    expect(await screen.findByText(/^The first event has arrived/)).toBeTruthy();
    expect(screen.getByText('1 reading was taken.')).toBeTruthy();
  });

  it('suggests feeds from what was seen', async () => {
    server.use(http.get('*/api/v1/connections/k1/unfed', () => HttpResponse.json(['orders', 'returns'].map((series) => ({ series, lastSeen: '2026-11-20T12:00:00Z' })))));
    open('/connections/k1');
    await userEvent.click(await screen.findByRole('button', { name: 'Bind returns' }));
    expect((screen.getByLabelText(/^Series/) as HTMLInputElement).value).toBe('returns');
    await userEvent.selectOptions(screen.getByLabelText(/^Metric/), 'shop/revenue');
    await userEvent.click(screen.getByRole('button', { name: 'Add the feed' }));
    await waitFor(() => expect(writes).toMatchObject([{ what: 'POST /api/v1/connections/k1/feeds', body: { series: 'returns', metric: 'shop/revenue', factor: 1 } }]));
  });

  it('has a kept delivery taken again', async () => {
    deliveries = [
      { ...delivery, status: 'IGNORED', readings: 0, reason: 'No feed takes orders.' },
      { ...delivery, id: 'd0', kept: false, event: 'older' },
    ];
    server.use(http.post('*/api/v1/connections/k1/deliveries/d1/replay', () => HttpResponse.json({ status: 'taken', readings: 1, reason: null }, { status: 202 })));
    open('/connections/k1');
    await userEvent.click(await screen.findByRole('button', { name: /^Take it again: json/ }));
    expect(await screen.findByText(/^Taken again: 1 reading\./)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Take it again: older/ })).toBeNull();
  });

  it('says whether it works', async () => {
    open('/connections/k1');
    await userEvent.click(await screen.findByRole('button', { name: 'Test connection' }));
    expect(await screen.findByText('It waits for deliveries.')).toBeTruthy();
  });
});

it('fields are read as the manifest’s types', () => {
  const of = (type: 'INTEGER' | 'TEXTS' | 'JSON' | 'BOOLEAN') => ({ ...field, name: 'x', title: 'X', type, choices: undefined, min: undefined, max: undefined }) as never;
  expect(read(of('INTEGER'), '60')).toEqual({ value: 60 });
  expect(read(of('INTEGER'), '6o')).toEqual({ fault: 'Give a whole number.' });
  expect(read(of('TEXTS'), 'a\n\n b ')).toEqual({ value: ['a', 'b'] });
  expect(read(of('JSON'), '{')).toEqual({ fault: 'This is not JSON.' });
  expect(read(of('BOOLEAN'), '')).toEqual({ value: false });
});

describe('rejected records', () => {
  it('are mended and sent again with all their digits', async () => {
    open('/connections/rejected');
    await userEvent.click(await screen.findByRole('button', { name: 'Look and mend: There is no metric cloud/kost.' }));
    const record = screen.getByLabelText('The record');
    await userEvent.clear(record);
    await userEvent.type(record, refused.payload.replace('kost', 'cost').replaceAll(/[{[]/g, '$&$&'));
    let sent = '';
    server.use(
      http.post('*/api/v1/rejected/x1/replay', async ({ request }) => {
        sent = await request.text();
        return HttpResponse.json({ accepted: 1, rejected: [] }, { status: 202 });
      }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Send it again' }));
    expect(await screen.findByText('Sent again.')).toBeTruthy();
    expect(sent).toBe(refused.payload.replace('kost', 'cost'));
  });

  it('are tried in bulk before they are sent', async () => {
    open('/connections/rejected?code=UNKNOWN_METRIC');
    await userEvent.type(await screen.findByLabelText('Set the field'), 'metric');
    await userEvent.type(screen.getByLabelText('to'), 'cloud/cost');
    await userEvent.click(screen.getByRole('button', { name: 'Say what would happen' }));
    expect(await screen.findByText('Of 1 looked at, 1 would be taken.')).toBeTruthy();
    expect(writes).toMatchObject([{ body: { code: 'UNKNOWN_METRIC', set: { metric: 'cloud/cost' }, dryRun: true } }]);
  });
});
