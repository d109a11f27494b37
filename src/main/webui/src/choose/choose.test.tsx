import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { page, whole } from '../kit/testing';

vi.mock('uplot', () => ({ default: class {} }));

const projects = [
  { id: 'p1', key: 'cloud', name: 'Cloud', currency: 'EUR', type: 'INFRASTRUCTURE' },
  { id: 'p2', key: 'crm', name: 'CRM', currency: 'EUR', type: 'SOFTWARE' },
];
const scenario = {
  id: 's1', name: 'Plan 2027', currency: 'EUR', input: {}, basis: [], stale: false, moved: [], version: 1, createdBy: 'Ada', createdAt: '2026-11-21T10:00:00Z',
  solvedAt: '2026-11-21T10:00:00Z', approvedAt: null, approvedBy: null,
  result: {
    left: [],
    frontier: [{ projects: ['cloud'], value: 300_000, risk: 10_000, proved: true }],
    choice: {
      possible: true, reasons: [], value: 300_000, bound: 300_000, gap: 0, proved: true,
      projects: [
        { project: 'crm', in: false, why: 'OTHERS_BRING_MORE', sentence: 'Cloud brings more for the same budget.', value: 200_000, afterPrices: -20_000 },
        { project: 'cloud', in: true, why: 'CHOSEN', sentence: 'It is worth more than what it takes.', value: 300_000, afterPrices: 80_000 },
      ],
      resources: [{ resource: '2027', kind: 'BUDGET', limit: 500_000, used: 400_000, price: 0.5, unit: 5_000, oneMore: 0, oneLess: 0, proved: true }],
      today: { value: 200_000, regret: 100_000, broken: [], start: ['cloud'], stop: ['crm'] },
    },
  },
};

const { open, writes } = whole(
  'manager',
  http.get('*/api/v1/projects', () => HttpResponse.json(page(projects))),
  http.get('*/api/v1/scenarios', () => HttpResponse.json(page([]))),
  http.post('*/api/v1/scenarios', () => HttpResponse.json(scenario, { status: 201 })),
  http.get('*/api/v1/scenarios/s1', () => HttpResponse.json(scenario)),
  http.post('*/api/v1/scenarios/s1/approve', () => HttpResponse.json({ ...scenario, version: 2, approvedAt: '2026-11-21T11:00:00Z', approvedBy: 'Ada' })),
);

it('asks which projects to do, and tells what is in, why, and what today forgoes', async () => {
  open('/choose/new');
  await userEvent.type((await screen.findAllByLabelText(/^Name/))[0]!, 'Plan 2027');
  await userEvent.type(screen.getByLabelText('Limit in EUR'), '500,000');
  await userEvent.selectOptions(screen.getByLabelText('Decision on CRM'), 'OUT');
  await userEvent.type(screen.getByLabelText('Value of Cloud'), '300 000');
  await userEvent.click(screen.getByRole('button', { name: 'Save and solve' }));

  expect((await screen.findByText('It is worth more than what it takes.')).closest('tr')!.getAttribute('data-in')).toBe('true');
  expect(within(screen.getByText('Cloud brings more for the same budget.').closest('tr')!).getByText('Out')).toBeTruthy();
  expect(screen.getByText('Best, proved')).toBeTruthy();
  expect(within(screen.getByText('It forgoes').closest('div')!).getByText(/100,000/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
  expect(await screen.findByText(/^Approved by Ada/)).toBeTruthy();
  await waitFor(() =>
    expect(writes).toMatchObject([
      {
        what: 'POST /api/v1/scenarios',
        body: {
          name: 'Plan 2027', currency: 'EUR', horizonYears: 3, budgets: [{ limit: 500_000 }],
          candidates: [{ project: 'cloud', value: 300_000, decision: 'FREE' }, { project: 'crm', decision: 'OUT' }],
        },
      },
      { what: 'POST /api/v1/scenarios/s1/approve', ifMatch: '"1"' },
    ]),
  );
});
