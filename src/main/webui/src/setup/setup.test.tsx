import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { page, whole } from '../kit/testing';

vi.mock('uplot', () => ({ default: class {} }));

const project = { id: 'p9', key: 'service-desk', name: 'Service desk', currency: 'EUR', type: 'SOFTWARE', goLive: '2026-11-01' };
const metric = {
  id: 'm9', key: 'deflected', fullKey: 'service-desk/deflected', projectId: 'p9', name: 'More tickets deflected', unit: 'tickets', kind: 'FLOW', category: 'EFFICIENCY', type: 'COUNT',
  baseline: null, target: null, flowPer: 'MONTH', valuation: null, version: 2,
};
let arrived = false;

const { open, writes } = whole(
  'manager',
  http.get('*/api/v1/templates', () => HttpResponse.json(page([{ key: 'software', name: 'Software', type: 'SOFTWARE', builtIn: true, version: 1, metrics: 9 }]))),
  http.post('*/api/v1/projects', () => HttpResponse.json(project, { status: 201 })),
  http.get('*/api/v1/projects/service-desk', () => HttpResponse.json(project)),
  http.get('*/api/v1/projects/service-desk/metrics', () => HttpResponse.json(page([metric]))),
  http.get('*/api/v1/projects/service-desk/value', () => HttpResponse.json({ earningPerHour: 58.36, lastObserved: '2026-11-21T10:00:00Z', currency: 'EUR' })),
  http.patch('*/api/v1/metrics/m9', () => HttpResponse.json({ ...metric, baseline: 100, target: 400 })),
  http.post('*/api/v1/connections', () => HttpResponse.json({ id: 'k9', hook: '/hooks/k9', generated: { secret: 's3cret' } }, { status: 201 })),
  http.post('*/api/v1/connections/k9/feeds', () => HttpResponse.json({}, { status: 201 })),
  http.get('*/api/v1/connections/k9', () => HttpResponse.json({ id: 'k9', hook: '/hooks/k9', lastSuccess: null })),
  http.get('*/api/v1/connections/k9/deliveries', () =>
    HttpResponse.json(arrived ? [{ id: 'd1', kept: true, replayedAt: null, externalId: null, event: 'json', status: 'TAKEN', reason: null, readings: 1, repeats: 0, at: '2026-11-21T10:00:00Z' }] : []),
  ),
  http.post('*/api/v1/rules', () => HttpResponse.json({ id: 'r9' }, { status: 201 })),
);

it('leads from nothing to the first moving figure', async () => {
  open('/setup');
  await userEvent.type(await screen.findByLabelText(/^Name/), 'Service desk');
  expect((screen.getByLabelText(/^Key/) as HTMLInputElement).value).toBe('service-desk');
  await userEvent.selectOptions(screen.getByLabelText(/^Template/), 'software');
  await userEvent.click(screen.getByRole('button', { name: 'Make the project' }));

  await screen.findByRole('heading', { name: 'What gets better, and what is that worth?' });
  await userEvent.type(screen.getByLabelText(/^Before, per month/), '100');
  await userEvent.type(screen.getByLabelText(/^Promised, per month/), '400');
  await userEvent.type(screen.getByLabelText(/^Worth in EUR/), '12');
  expect(screen.getByText('Each hour with 5 tickets instead of 0.14 earns EUR 58.36.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Save the benefit' }));

  await userEvent.click(await screen.findByRole('button', { name: 'Make an address for readings' }));
  expect((await screen.findByLabelText('A command that sends one reading')).textContent).toContain('/hooks/k9');
  expect(screen.getByLabelText('A command that sends one reading').textContent).toContain('Bearer s3cret');
  arrived = true;
  expect(await screen.findByText('It moves.')).toBeTruthy();
  expect(screen.getByText(/now earns \+EUR 58\.36 per hour/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Next' }));

  await userEvent.click(await screen.findByRole('button', { name: 'Make the rule' }));
  await screen.findByRole('heading', { name: 'Who is told?' });
  expect(window.location.search).toContain('project=service-desk');
  await waitFor(() =>
    expect(writes).toMatchObject([
      { what: 'POST /api/v1/projects', body: { key: 'service-desk', template: 'software', type: 'SOFTWARE', currency: 'EUR' } },
      { what: 'PATCH /api/v1/metrics/m9', ifMatch: '"2"', body: { baseline: 100, target: 400, valuation: { amount: 12, per: 'UNIT' } } },
      { what: 'POST /api/v1/connections', body: { kind: 'json' } },
      { what: 'POST /api/v1/connections/k9/feeds', body: { series: 'deflected', metric: 'service-desk/deflected' } },
      { what: 'POST /api/v1/rules', body: { figure: 'NO_DATA', metric: 'service-desk/deflected' } },
    ]),
  );
});
