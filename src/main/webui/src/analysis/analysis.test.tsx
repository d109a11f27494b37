import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import promises from '../../../resources/api-examples/benefits.json';
import answers from '../../../resources/api-examples/portfolio.json';
import { page, problem, whole } from '../kit/testing';
import { headOf } from './csvHead';

vi.mock('uplot', () => ({ default: class {} }));

/** Answers that the server really gave. */
const rollup = answers['GET /api/v1/portfolio/rollup'].answer;
const own = answers['GET /api/v1/benchmarks/own'].answer;
const peers = answers['GET /api/v1/benchmarks/peers'].answer;
const facts = answers['GET /api/v1/benchmarks/reference'].answer;
const growth = answers['GET /api/v1/portfolio/growth'].answer;
const calibration = promises['GET /api/v1/calibration'].answer;
const claims = promises['GET /api/v1/metrics/{metric}/claims'].answer;

/** A proof, as the server tells one. */
const part = (label: string, exact: string, readings: string | null, parts: object[] = []) => ({
  label, exact, readings, parts, operation: parts.length > 0 ? 'SUM' : 'TOLD', unit: 'EUR', on: null, facts: {},
});
const proved = {
  by: 'PROGRAMME', group: 'Cloud first', figure: 'budget', value: 60_000, unit: 'EUR', currency: 'EUR', reason: null,
  excluded: [{ project: 'late', reason: 'A rate for USD is missing.' }],
  proof: part('budget', '60000', null, [
    part('budget of choice-cloud', '60000', '/api/v1/projects/choice-cloud/costs'),
    part('cost of choice-cloud', '60000', '/api/v1/projects/choice-cloud/money/explain?figure=cost&basis=TO_DATE&asOf=2026-01-01T00:00:00Z'),
  ]),
};
const notKnown = answers['GET /api/v1/portfolio/rollup/explain'].answer;

const asked: URL[] = [];
const proofs: URL[] = [];
const { open, writes, server } = whole(
  'admin',
  http.get('*/api/v1/portfolio/rollup', ({ request }) => {
    asked.push(new URL(request.url));
    const by = new URL(request.url).searchParams.get('by');
    return HttpResponse.json(by === 'category' ? { ...rollup, by: 'CATEGORY', groups: [{ ...rollup.groups[0], group: 'QUALITY', cost: null, weighted: null, earningPerHour: null, reasons: ['Costs are a project’s.', 'Weighted value is told of projects.'] }] } : rollup);
  }),
  http.get('*/api/v1/portfolio/rollup/explain', ({ request }) => {
    proofs.push(new URL(request.url));
    return HttpResponse.json(new URL(request.url).searchParams.get('figure') === 'budget' ? proved : notKnown);
  }),
  http.get('*/api/v1/projects/choice-cloud/money/explain', () =>
    HttpResponse.json({ figure: 'cost', value: 60_000, unit: 'EUR', formula: 'sum of costs', reason: null, proof: part('Cost', '60000', null) }),
  ),
  http.get('*/api/v1/benchmarks/own', ({ request }) => {
    asked.push(new URL(request.url));
    return HttpResponse.json(own);
  }),
  http.get('*/api/v1/benchmarks/peers', () => HttpResponse.json({ ...peers, memberSince: null })),
  http.put('*/api/v1/benchmarks/peers', () => HttpResponse.json(peers)),
  http.get('*/api/v1/benchmarks/reference', () => HttpResponse.json(facts)),
  http.get('*/api/v1/portfolio/growth', () => HttpResponse.json(growth)),
  http.get('*/api/v1/calibration', ({ request }) => {
    asked.push(new URL(request.url));
    return HttpResponse.json(calibration);
  }),
  http.get('*/api/v1/metrics', () => HttpResponse.json(page([{ id: 'm1', key: 'dc-cost', fullKey: 'leave-dc/dc-cost', name: 'Lower cost', kind: 'LEVEL' }]))),
  http.get('*/api/v1/metrics/m1/claims', () => HttpResponse.json({ ...claims, nextCursor: null })),
  http.post('*/api/v1/metrics/m1/claims', () => HttpResponse.json(claims.items[0])),
  http.post('*/api/v1/metrics/m1/claims/calibrated-confidence', () => problem(409, 'Four decided claims have a confidence like 0.8.')),
  http.post('*/api/v1/imports/projects', ({ request }) =>
    HttpResponse.json({ rows: 2, created: 1, estimates: 2, rejected: 0, errors: [], dryRun: new URL(request.url).searchParams.get('dryRun') === 'true' }),
  ),
);

describe('the portfolio from further off', () => {
  it('is rolled up by what the address says, with what is unknown and why', async () => {
    open('/analysis');
    const cloud = (await screen.findAllByText('Cloud first', { selector: 'td' }))[0]!.closest('tr')!;
    expect(cloud.textContent).toContain('60,000');
    expect(screen.getByRole('img', { name: /not told realised EUR.10,356 at a cost of EUR.215,000/ })).toBeTruthy();
    await userEvent.selectOptions(screen.getByLabelText('By'), 'category');
    await waitFor(() => expect(window.location.search).toBe('?by=category'));
    const quality = (await screen.findAllByText('Quality', { selector: 'td' }))[0]!.closest('tr')!;
    expect(quality.textContent).toContain('Weighted value is told of projects.');
    expect(quality.textContent).toContain('Costs are a project’s.');
  });

  it('is rolled up as of another time and by what was known then, which every page says', async () => {
    open('/analysis?asOf=2026-01-01T00:00:00Z&asKnownAt=2026-02-01T00:00:00Z');
    expect(await screen.findByText(/converted at the rate of that day/)).toBeTruthy();
    expect(asked.at(-1)!.searchParams.get('asOf')).toBe('2026-01-01T00:00:00.000Z');
    expect(asked.at(-1)!.searchParams.get('asKnownAt')).toBe('2026-02-01T00:00:00.000Z');
    expect(screen.getByText(/Figures as of/)).toBeTruthy();
    expect(screen.queryByText('This is told for the present only.')).toBeNull();
  });

  it('tells own classes of another time, but others of the present only', async () => {
    open('/analysis/benchmarks?asOf=2026-01-01T00:00:00Z');
    expect((await screen.findAllByText(/There are 1, and at least 5 are needed\./)).length).toBeGreaterThan(0);
    expect(asked.at(-1)!.searchParams.get('asOf')).toBe('2026-01-01T00:00:00.000Z');
    expect(screen.getByText('This is told for the present only.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Take part' })).toBeNull();
    expect(await screen.findByText(/Share of IT projects whose cost overran/)).toBeTruthy();
  });

  it.each(['growth', 'calibration'])('tells %s for the present only', async (part) => {
    open(`/analysis/${part}?asOf=2026-01-01T00:00:00Z`);
    expect(await screen.findByText('This is told for the present only.')).toBeTruthy();
  });

  it('opens the proof of a group’s figure, which goes on to a project’s own; the address holds each step', async () => {
    open('/analysis?by=programme&asOf=2026-01-01T00:00:00Z');
    await userEvent.click(await screen.findByTitle(/^Explain.*Budget, Cloud first/i));
    const drawer = within(await screen.findByRole('dialog'));
    expect(await drawer.findByText('Budget of Cloud first')).toBeTruthy();
    expect(drawer.getByText(/late: A rate for USD is missing\./)).toBeTruthy();
    expect(drawer.getByRole('link', { name: 'To the project’s money' }).getAttribute('href')).toContain('/projects/choice-cloud/money?asOf=2026-01-01');
    const sent = new URLSearchParams(window.location.search);
    expect([sent.get('explain'), sent.get('of')]).toEqual(['group:budget:programme', 'Cloud first']);
    const { searchParams } = proofs.at(-1)!;
    expect(Object.fromEntries(searchParams)).toEqual({ by: 'programme', group: 'Cloud first', figure: 'budget', asOf: '2026-01-01T00:00:00.000Z' });
    await userEvent.click(drawer.getByRole('button', { name: 'Proof of cost of choice-cloud' }));
    await waitFor(() => expect(new URLSearchParams(window.location.search).get('explain')).toBe('money:cost:TO_DATE'));
    expect(new URLSearchParams(window.location.search).get('of')).toBe('choice-cloud');
    expect(await screen.findByText('Cost, to date')).toBeTruthy();
  });

  it('opens by its address, also of those that have no group; what is not known tells why', async () => {
    open('/analysis?explain=group:roiSimple:programme');
    const drawer = within(await screen.findByRole('dialog'));
    expect(await drawer.findByText('ROI (simple) of projects without a group')).toBeTruthy();
    expect(drawer.getByText('choice-cloud: It is not known how much of the work is done.')).toBeTruthy();
    expect(proofs.at(-1)!.searchParams.has('group')).toBe(false);
  });

  it('is measured by own classes, others and public figures with their source', async () => {
    open('/analysis/benchmarks');
    expect((await screen.findAllByText(/There are 1, and at least 5 are needed\./)).length).toBeGreaterThan(0);
    expect((await screen.findByText(/Share of IT projects whose cost overran/)).closest('tr')!.textContent).toContain('doi:10.1177/87569728251340590');
    await userEvent.click(await screen.findByRole('button', { name: 'Take part' }));
    await waitFor(() => expect(writes).toMatchObject([{ what: 'PUT /api/v1/benchmarks/peers' }]));
  });

  it('has grown between two reports', async () => {
    open('/analysis/growth');
    const register = (await screen.findByRole('link', { name: 'Register' })).closest('tr')!;
    expect(register.textContent).toContain('30.0%');
    expect(register.textContent).toContain('184 days');
  });

  it('says what feeds growth where there are no reports, and takes a report in once it was checked', async () => {
    server.use(http.get('*/api/v1/portfolio/growth', () => HttpResponse.json({ title: 'No', status: 409, code: 'NO_REPORTS', detail: 'None.' }, { status: 409 })));
    open('/analysis/growth');
    expect(await screen.findByText('There are not two reports yet.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Check it' }));
    expect(screen.getByRole('alert').textContent).toContain('Choose a file');
    const file = new File(['id,title,total,end\nR1,Register,100,2027-01-01\n'], 'report.csv', { type: 'text/csv' });
    await userEvent.upload(document.querySelector<HTMLInputElement>('input[type=file]')!, file);
    expect(((await screen.findByLabelText('Column of the budget')) as HTMLSelectElement).value).toBe('total');
    await userEvent.type(screen.getByLabelText('The report’s day'), '2026-01-31');
    await userEvent.click(screen.getByRole('button', { name: 'Check it' }));
    expect((await screen.findByRole('status')).textContent).toContain('Nothing is stored yet.');
    await userEvent.click(screen.getByRole('button', { name: 'Take it in' }));
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Taken in: 2 rows'));
    expect(writes.map(({ what }) => what)).toEqual(['POST /api/v1/imports/projects', 'POST /api/v1/imports/projects']);
  });

  it('tells how sure people were against what came, and takes a claim', async () => {
    open('/analysis/calibration?metric=m1');
    expect(await screen.findByText('People were surer than they had reason to be, by 20%.')).toBeTruthy();
    expect(screen.getByRole('img', { name: /80% to 90%: 60% of 10/ })).toBeTruthy();
    expect(await screen.findByText('Did not: 44,477')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Claim it' }));
    expect(screen.getByRole('alert').textContent).toContain('Give a value');
    await userEvent.type(screen.getByLabelText('Value'), '40 000');
    await userEvent.type(screen.getByLabelText('Decided at'), '2027-01-31T12:00');
    await userEvent.click(screen.getByRole('button', { name: 'Claim it' }));
    await waitFor(() => expect(writes).toMatchObject([{ body: { comparator: 'AT_MOST', threshold: 40_000, dueAt: '2027-01-31T12:00:00.000Z', confidence: 0.8 } }]));
    await userEvent.click(screen.getByRole('button', { name: 'Use what such a confidence was worth' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Four decided claims');
  });

  it('holds what metrics promise against their targets as well', async () => {
    open('/analysis/calibration?of-whom=ann');
    await userEvent.selectOptions(await screen.findByLabelText('Of'), 'metrics');
    await waitFor(() => expect(asked.at(-1)!.search).toBe('?of=METRICS'));
    expect(screen.queryByLabelText('Claims of')).toBeNull();
    expect(window.location.search).toContain('scored=metrics');
  });

  it('is reached by the menu', async () => {
    open('/analysis');
    const tabs = await screen.findByRole('navigation', { name: 'Parts of the analysis' });
    expect(within(tabs).getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['Roll-ups', 'Benchmarks', 'Growth', 'Calibration']);
  });
});

it('names of columns are read as files have them', () => {
  expect(headOf('\ufeff"Key, full";Name;"a ""b"""\r\n1;2;3')).toEqual(['Key, full', 'Name', 'a "b"']);
  expect(headOf('id\tname\n')).toEqual(['id', 'name']);
  expect(headOf('')).toEqual([]);
});
