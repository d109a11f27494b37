import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import answers from '../../../resources/api-examples/portfolio.json';
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

const proofs: object[] = [];
/** A proof that the server really gave. */
const proved = answers['GET /api/v1/scenarios/{id}/explain'].answer;

const { open, writes } = whole(
  'manager',
  http.get('*/api/v1/projects', () => HttpResponse.json(page(projects))),
  http.get('*/api/v1/scenarios', () => HttpResponse.json(page([]))),
  http.post('*/api/v1/scenarios', () => HttpResponse.json(scenario, { status: 201 })),
  http.get('*/api/v1/scenarios/s1', () => HttpResponse.json(scenario)),
  http.get('*/api/v1/scenarios/s1/explain', ({ request }) => {
    const asked = new URL(request.url).searchParams;
    proofs.push(Object.fromEntries(asked));
    return HttpResponse.json(proved);
  }),
  http.delete('*/api/v1/scenarios/s1', () => new HttpResponse(null, { status: 204 })),
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

it('opens the proof of each of its figures; the address holds which', async () => {
  open('/choose/s1');
  await userEvent.click(await screen.findByRole('button', { name: /100,000/ }));
  const drawer = within(await screen.findByRole('dialog'));
  expect(await drawer.findByText(/^What today’s portfolio forgoes, as it was solved/)).toBeTruthy();
  expect(drawer.getByText('value − today')).toBeTruthy();
  expect(drawer.getByText('Best set')).toBeTruthy();
  await userEvent.click(drawer.getByRole('button', { name: 'Open all' }));
  // Each set is made of its projects' values, down to the readings behind what a metric promises.
  expect(drawer.getAllByText('Net present value of choice-cloud').length).toBe(2);
  expect(drawer.getAllByRole('button', { name: /^Readings of choice-cloud\/infra-cost/ }).length).toBeGreaterThan(0);
  const sent = new URLSearchParams(window.location.search);
  expect([sent.get('explain'), sent.get('of')]).toEqual(['choice:regret', 's1']);
  expect(proofs).toEqual([{ figure: 'regret' }]);
});

it('proves what a step more of a resource brings, and what its shadow price bounds, from a link that was sent', async () => {
  proofs.length = 0;
  const { unmount } = open('/choose/s1?explain=choice:oneMore:2027&of=s1');
  expect(await screen.findByText(/^One step more of 2027, as it was solved/)).toBeTruthy();
  unmount();
  open('/choose/s1?explain=choice:bound&of=s1');
  expect(await screen.findByText(/^What the shadow prices prove that no set can exceed, as it was solved/)).toBeTruthy();
  expect(proofs).toEqual([{ figure: 'oneMore', resource: '2027' }, { figure: 'bound' }]);
});

it('says that it is about what to do from now on, to whom looks back', async () => {
  open('/choose?asOf=2026-01-01T00:00:00Z');
  expect(await screen.findByText(/^A choice is about what to do from now on\./)).toBeTruthy();
});

it('is removed with a way back, and for good once the page is left', async () => {
  const shown = open('/choose/s1');
  await userEvent.click(await screen.findByRole('button', { name: 'Remove Plan 2027' }));
  expect(screen.getByText(/The scenario Plan 2027 is removed\./)).toBeTruthy();
  expect(screen.queryByText('Best, proved')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(await screen.findByText('Best, proved')).toBeTruthy();
  expect(writes).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Remove Plan 2027' }));
  shown.unmount();
  await waitFor(() => expect(writes).toMatchObject([{ what: 'DELETE /api/v1/scenarios/s1' }]));
});
