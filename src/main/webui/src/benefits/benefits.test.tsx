import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import answers from '../../../resources/api-examples/benefits.json';
import { page, problem, whole } from '../kit/testing';

vi.mock('uplot', () => ({ default: class {} }));

/** The manual's benefit, as the server told it. */
const benefit = answers['GET /api/v1/projects/{project}/benefits'].answer.items[0]!;
const bare = {
  ...benefit, profile: null, agreement: null, state: 'PROJECTED', next: ['IN_DELIVERY', 'WRITTEN_OFF'], gatePassed: false, counted: false, version: 0, reviews: [],
  gate: benefit.gate.map((part) => (part.part === 'MEASUREMENT' ? { ...part, passed: false, missing: ['Finance has not agreed to the valuation.'] } : part)),
};
const person = answers['GET /api/v1/projects/{project}/stakeholders'].answer.items[0]!;
const called = person.name ?? person.role;
const of = '*/api/v1/projects/leave-dc';
const at = `*/api/v1/metrics/${benefit.metricId}/benefit`;

const { open, writes, server } = whole(
  'admin',
  http.get(of, () => HttpResponse.json({ id: 'p', key: 'leave-dc', name: 'Leave the old data centre', currency: 'EUR', goLive: '2026-03-02T00:00:00Z' })),
  http.get(`${of}/benefits`, () => HttpResponse.json(page([benefit]))),
  http.get(`${of}/stakeholders`, () => HttpResponse.json(page([person]))),
  http.post(`${of}/stakeholders`, () => HttpResponse.json(person, { status: 201 })),
  http.patch(`${of}/stakeholders/*`, () => HttpResponse.json(person)),
  http.delete(`${of}/stakeholders/*`, () => new HttpResponse(null, { status: 204 })),
  http.get(`${of}/deliverables`, () => HttpResponse.json(page([]))),
  http.post(`${of}/deliverables`, () => HttpResponse.json({}, { status: 201 })),
  http.get(`${of}/metrics`, () => HttpResponse.json(page([{ id: benefit.metricId, key: 'dc-cost', fullKey: 'leave-dc/dc-cost', name: benefit.name }]))),
  http.get(`${of}/closure`, () => HttpResponse.json({ title: 'Open', status: 404, code: 'NOT_CLOSED', detail: 'It is open.' }, { status: 404 })),
  http.post(`${of}/closure`, () =>
    HttpResponse.json({ title: 'No', status: 409, code: 'NO_OWNER', detail: 'Nobody owns the benefit leave-dc/dc-cost.', remedy: 'Name an owner in its profile.' }, { status: 409 }),
  ),
  http.get('*/api/v1/benefit-settings', () => HttpResponse.json({ gate: false })),
  http.put('*/api/v1/benefit-settings', () => HttpResponse.json({ gate: true })),
  http.put(at, () => HttpResponse.json(benefit)),
  http.post(`${at}/agreement`, () => HttpResponse.json(benefit)),
  http.post(`${at}/reviews`, () => HttpResponse.json(benefit)),
  http.post(`${at}/state`, () =>
    HttpResponse.json({ title: 'Not possible', status: 409, code: 'NO_SUCH_STEP', detail: 'There is no reading yet.', remedy: 'Send readings of its metric first.' }, { status: 409 }),
  ),
);
const address = '/projects/leave-dc/benefits';
const opened = `${address}?benefit=leave-dc/dc-cost`;
const path = `/api/v1/metrics/${benefit.metricId}/benefit`;

describe('a project’s benefits', () => {
  it('tell their state, their gate and their profile, opened by the address', async () => {
    open(address);
    await userEvent.click(await screen.findByRole('button', { name: 'Open Lower cost of the data centre' }));
    expect(window.location.search).toContain('benefit=leave-dc');
    expect(await screen.findByText('State: In delivery')).toBeTruthy();
    expect(screen.getByText('4 of 4 parts')).toBeTruthy();
    expect((await screen.findByText('Ledger account 4711')).closest('dl')!.textContent).toContain(called);
    expect(screen.getByText(/Seen against the ledger/)).toBeTruthy();
  });

  it('split a series fairly among those who claim it, all at once, with a way back', async () => {
    const mine = { id: benefit.metricId, key: 'dc-cost', fullKey: 'leave-dc/dc-cost', name: benefit.name, unit: 'EUR', share: 0.7, series: 'dc/bill', version: 4 };
    const other = { id: 'm2', key: 'saved', fullKey: 'cloud/saved', name: 'Saved in the cloud', unit: 'EUR', share: 0.3, series: 'dc/bill', version: 2 };
    const step = { declared: 0.7, from: '2026-03-01T23:00:00Z', level: 43_971, gain: 6_029 };
    server.use(
      http.get(`${of}/metrics`, () => HttpResponse.json(page([mine]))),
      http.get('*/api/v1/metrics', () => HttpResponse.json(page([other, mine]))),
      http.get('*/api/v1/series-split', () =>
        HttpResponse.json({ series: 'dc/bill', reason: null, steps: [{ ...step, metric: mine.fullKey, share: 0.6 }, { ...step, metric: other.fullKey, share: 0.4 }] }),
      ),
      http.put('*/api/v1/series-shares', () => HttpResponse.json({ series: 'dc/bill', metrics: [{ ...mine, share: 0.6, version: 5 }, { ...other, share: 0.4, version: 3 }] })),
    );
    open(opened);
    expect(await screen.findByText('70% of what dc/bill gains counts here.')).toBeTruthy();
    await userEvent.click(await screen.findByRole('button', { name: 'Propose a fair split' }));
    expect((await screen.findByText('60.0%')).closest('tr')!.textContent).toContain('6,029');
    await userEvent.click(screen.getByRole('button', { name: 'Take these shares' }));
    expect(await screen.findByText(/All shares were set together\./)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    const put = (shares: object[]) => ({ what: 'PUT /api/v1/series-shares', body: { series: 'dc/bill', shares } });
    await waitFor(() =>
      expect(writes).toMatchObject([
        put([{ metric: mine.id, share: 0.6, version: 4 }, { metric: 'm2', share: 0.4, version: 2 }]),
        put([{ metric: mine.id, share: 0.7, version: 5 }, { metric: 'm2', share: 0.3, version: 3 }]),
      ]),
    );
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull());
  });

  it('keep all shares where one of them is refused, and say so', async () => {
    const mine = { id: benefit.metricId, key: 'dc-cost', fullKey: 'leave-dc/dc-cost', name: benefit.name, unit: 'EUR', share: 0.7, series: 'dc/bill', version: 4 };
    server.use(
      http.get(`${of}/metrics`, () => HttpResponse.json(page([mine]))),
      http.get('*/api/v1/metrics', () => HttpResponse.json(page([mine]))),
      http.get('*/api/v1/series-split', () =>
        HttpResponse.json({ series: 'dc/bill', reason: null, steps: [{ declared: 0.7, from: '2026-03-01T23:00:00Z', level: 1, gain: 2, metric: mine.fullKey, share: 0.6 }] }),
      ),
      http.put('*/api/v1/series-shares', () => problem(412, 'Metric was read at an earlier version. No share was changed.')),
    );
    open(opened);
    await userEvent.click(await screen.findByRole('button', { name: 'Propose a fair split' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Take these shares' }));
    expect((await screen.findByRole('alert')).textContent).toContain('No share was changed.');
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('have a share of a series that somebody names, and no split where there is no order', async () => {
    const mine = { id: benefit.metricId, key: 'dc-cost', fullKey: 'leave-dc/dc-cost', name: benefit.name, unit: 'EUR', share: 1, series: null as string | null, version: 4 };
    server.use(
      http.get(`${of}/metrics`, () => HttpResponse.json(page([mine]))),
      http.get('*/api/v1/metrics', () => HttpResponse.json(page([mine]))),
      http.patch('*/api/v1/metrics/*', () => {
        mine.series = 'dc/bill';
        return HttpResponse.json(mine);
      }),
      http.get('*/api/v1/series-split', () => problem(409, 'Two of the claims went live within a day, so there is no order.')),
    );
    open(opened);
    await userEvent.click(await screen.findByRole('button', { name: 'Change the share' }));
    await userEvent.clear(screen.getByLabelText('Share, %'));
    await userEvent.type(screen.getByLabelText('Share, %'), '80');
    await userEvent.type(screen.getByLabelText('Outside series that is measured'), 'dc/bill');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(writes).toMatchObject([{ body: { share: 0.8, series: 'dc/bill' }, ifMatch: '"4"' }]));
    await userEvent.click(await screen.findByRole('button', { name: 'Propose a fair split' }));
    expect(await screen.findByText(/there is no order/)).toBeTruthy();
  });

  it('show what the server refuses, and what to do', async () => {
    open(opened);
    await userEvent.click(await screen.findByRole('button', { name: 'Move to realising' }));
    expect((await screen.findByRole('alert')).textContent).toBe('There is no reading yet. Send readings of its metric first. ');
    expect(writes).toMatchObject([{ what: `POST ${path}/state`, body: { state: 'REALISING' } }]);
  });

  it('are written off only with a reason, asked for twice', async () => {
    open(opened);
    await userEvent.click(await screen.findByRole('button', { name: 'Move to written off' }));
    await userEvent.click(screen.getByRole('button', { name: 'Yes, written off' }));
    expect(screen.getByText('This is needed.')).toBeTruthy();
    expect(writes).toEqual([]);
    await userEvent.type(screen.getByLabelText(/^Why/), 'The rent rose');
    await userEvent.click(screen.getByRole('button', { name: 'Yes, written off' }));
    await waitFor(() => expect(writes).toMatchObject([{ body: { state: 'WRITTEN_OFF', reason: 'The rent rose' } }]));
  });

  it('get a profile where there is none, with an owner among the stakeholders', async () => {
    server.use(http.get(`${of}/benefits`, () => HttpResponse.json(page([bare]))));
    open(opened);
    expect(await screen.findByText('Finance has not agreed to the valuation.')).toBeTruthy();
    expect(screen.getByText(/Write its profile first/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Write the profile' }));
    await userEvent.selectOptions(screen.getByLabelText('Owner, of the business'), person.id);
    await userEvent.type(screen.getByLabelText('What can be observed'), 'Monthly bill');
    await userEvent.click(screen.getByRole('button', { name: 'Add an assumption' }));
    await userEvent.type(screen.getByLabelText('Assumption'), 'The rent stays');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(writes).toMatchObject([
        { what: `PUT ${path}`, ifMatch: null, body: { title: bare.name, benefitClass: 'CASHABLE', owner: person.id, measure: 'Monthly bill', description: null, assumptions: [{ text: 'The rent stays', validUntil: null }] } },
      ]),
    );
  });

  it('have a profile changed at the version that was read', async () => {
    open(opened);
    await userEvent.click(await screen.findByRole('button', { name: 'Change the profile' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(writes).toMatchObject([{ what: `PUT ${path}`, ifMatch: '"3"', body: benefit.profile }]));
  });

  it('are agreed to by finance, and reviewed when a review is due', async () => {
    open(opened);
    await userEvent.type(await screen.findByLabelText(/^Note, such as/), 'Bill seen');
    await userEvent.click(screen.getByRole('button', { name: 'Agree to the promise as it is now' }));
    await userEvent.click(screen.getByRole('button', { name: 'Record 12 months after the go-live of Lower cost of the old data centre as held' }));
    await userEvent.selectOptions(screen.getByLabelText('Outcome'), 'AT_RISK');
    await userEvent.click(screen.getByRole('button', { name: 'Record it as held' }));
    await waitFor(() =>
      expect(writes).toMatchObject([
        { what: `POST ${path}/agreement`, body: { note: 'Bill seen' } },
        { what: `POST ${path}/reviews`, body: { label: 'GO_LIVE_12M', outcome: 'AT_RISK' } },
      ]),
    );
    expect(screen.getByText(/Held 30 Jun 2026: Confirmed/)).toBeTruthy();
  });

  it('keep a project open while one has no owner, and say whose', async () => {
    open(address);
    await userEvent.click(await screen.findByRole('button', { name: 'Close the project' }));
    await userEvent.click(screen.getByRole('button', { name: 'Close it' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Nobody owns the benefit leave-dc/dc-cost. Name an owner in its profile.');
  });

  it('have to pass the gate once an administrator turns it on', async () => {
    open(address);
    await userEvent.click(await screen.findByRole('button', { name: 'Turn the gate on' }));
    await waitFor(() => expect(writes).toMatchObject([{ what: 'PUT /api/v1/benefit-settings', body: { gate: true } }]));
  });

  it('can be looked at but not changed while one looks back', async () => {
    open(`${opened}&asOf=2026-06-01T00:00:00Z`);
    expect(await screen.findByText('State: In delivery')).toBeTruthy();
    for (const name of ['Change the profile', 'Move to realising', 'Turn the gate on', 'Close the project', 'Add a stakeholder']) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
  });
});

describe('who and what belongs to it', () => {
  it('is added and changed where it stands', async () => {
    open(address);
    const people = await screen.findByRole('region', { name: 'Stakeholders' });
    await userEvent.click(await within(people).findByRole('button', { name: 'Add a stakeholder' }));
    await userEvent.click(within(people).getByRole('button', { name: 'Save' }));
    expect(within(people).getByText('This is needed.')).toBeTruthy();
    await userEvent.type(within(people).getByLabelText(/^Role/), 'Head of finance');
    await userEvent.click(within(people).getByLabelText('Cost reduction'));
    await userEvent.click(within(people).getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(writes).toMatchObject([{ what: 'POST /api/v1/projects/leave-dc/stakeholders', body: { role: 'Head of finance', name: null, influence: 2, attitude: 0, categories: ['COST_REDUCTION'] } }]),
    );
    await userEvent.click(await within(people).findByRole('button', { name: `Edit ${called}` }));
    await userEvent.selectOptions(within(people).getByLabelText('Towards the project'), '-1');
    await userEvent.click(within(people).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(writes[1]).toMatchObject({ what: `PATCH /api/v1/projects/leave-dc/stakeholders/${person.id}`, ifMatch: `"${person.version}"`, body: { attitude: -1 } }));
  });

  it('is removed with a way back', async () => {
    const shown = open(address);
    await userEvent.click(await screen.findByRole('button', { name: `Remove ${called}` }));
    expect(screen.getByText(/The stakeholder .* is removed\./)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('button', { name: `Remove ${called}` })).toBeTruthy();
    shown.unmount();
    expect(writes).toEqual([]);
  });

  it('moves the metrics that a deliverable names', async () => {
    open(address);
    const part = await screen.findByRole('region', { name: 'Deliverables' });
    expect(await within(part).findByText(/None yet\./)).toBeTruthy();
    await userEvent.click(within(part).getByRole('button', { name: 'Add a deliverable' }));
    await userEvent.type(within(part).getByLabelText(/^What is delivered/), 'Last rack off');
    await userEvent.type(within(part).getByLabelText('Due on'), '2027-06-30');
    await userEvent.click(await within(part).findByLabelText(benefit.name));
    await userEvent.click(within(part).getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(writes).toMatchObject([{ what: 'POST /api/v1/projects/leave-dc/deliverables', body: { name: 'Last rack off', dueOn: '2027-06-30', doneOn: null, metricKeys: ['dc-cost'] } }]),
    );
  });
});
