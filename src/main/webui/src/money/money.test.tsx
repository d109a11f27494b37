import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import answers from '../../../resources/api-examples/money.json';
import { asDrawn, asTree, moneyFigure } from '../explain/OfMoney';
import { whole } from '../kit/testing';
import { cellsOf, curveOf, drawnOf, span } from './chart';
import { asLines, asPairs, pairsOf, rangesOf } from './terms';

vi.mock('uplot', () => ({ default: class {} }));

/** Answers that the server really gave, to the manual's case. */
const of = '*/api/v1/projects/manual-money';
const money = answers['GET /api/v1/projects/{project}/money'].answer;
const drawn = answers['GET /api/v1/projects/{project}/money/simulation'].answer;
const told = answers['POST /api/v1/projects/{project}/money/simulation'].answer;
const swung = answers['GET /api/v1/projects/{project}/money/sensitivity'].answer;
const earned = answers['GET /api/v1/projects/{project}/money/earned-value'].answer;
const proof = answers['GET /api/v1/projects/{project}/money/explain'].answer;
const delay = answers['GET /api/v1/portfolio/delay'].answer;
const lines = answers['GET /api/v1/projects/{project}/costs'].answer;
const drawnProof = answers['GET /api/v1/projects/{project}/money/proofs/simulation'].answer;
const earnedProof = answers['GET /api/v1/projects/{project}/money/proofs/earned-value'].answer;
const barProof = answers['GET /api/v1/projects/{project}/money/proofs/sensitivity'].answer;
const costsProof = answers['GET /api/v1/projects/{project}/money/proofs/costs'].answer;
const yearProof = answers['GET /api/v1/projects/{project}/money/proofs/fiscal-years'].answer;
const delayProof = answers['GET /api/v1/portfolio/delay/explain'].answer;

const asked: URL[] = [];
const note = ({ request }: { request: Request }) => asked.push(new URL(request.url));
const half = {
  ...earned, done: 0.5, doneFrom: 'TOLD', earned: { ...earned.earned, value: 110_000, reason: null }, cpi: { ...earned.cpi, value: 0.5116, reason: null },
  spi: { ...earned.spi, value: 0.6111, reason: null }, eacAtCpi: { ...earned.eacAtCpi, value: 430_000, reason: null },
};

const { open, writes, server } = whole(
  'manager',
  http.get(of, () => HttpResponse.json({ id: 'p', key: 'manual-money', name: 'Out of the data centre', currency: 'EUR', goLive: '2026-01-05T00:00:00Z' })),
  http.get(`${of}/money`, (call) => (note(call), HttpResponse.json(money))),
  http.get(`${of}/money/simulation`, (call) => (note(call), HttpResponse.json(drawn))),
  http.post(`${of}/money/simulation`, (call) => (note(call), HttpResponse.json(told))),
  http.get(`${of}/money/sensitivity`, () => HttpResponse.json(swung)),
  http.get(`${of}/money/earned-value`, ({ request }) => HttpResponse.json(new URL(request.url).searchParams.get('percentComplete') === '50' ? half : earned)),
  http.get(`${of}/money/explain`, () => HttpResponse.json(proof)),
  http.get(`${of}/money/proofs/simulation`, (call) => (note(call), HttpResponse.json(drawnProof))),
  http.get(`${of}/money/proofs/earned-value`, (call) => (note(call), HttpResponse.json(earnedProof))),
  http.get(`${of}/money/proofs/sensitivity`, (call) => (note(call), HttpResponse.json(barProof))),
  http.get(`${of}/money/proofs/costs`, (call) => (note(call), HttpResponse.json(costsProof))),
  http.get(`${of}/money/proofs/fiscal-years`, (call) => (note(call), HttpResponse.json(yearProof))),
  http.get('*/api/v1/portfolio/delay/explain', (call) => (note(call), HttpResponse.json(delayProof))),
  http.get(`${of}/costs`, () => HttpResponse.json(lines)),
  http.post(`${of}/costs`, () => HttpResponse.json(lines.items[0], { status: 201 })),
  http.get(`${of}/priority`, () => HttpResponse.json(answers['GET /api/v1/projects/{project}/priority'].answer)),
  http.put(`${of}/priority`, () => HttpResponse.json(answers['GET /api/v1/projects/{project}/priority'].answer)),
  http.get('*/api/v1/portfolio/delay', () => HttpResponse.json(delay)),
  http.get('*/api/v1/discount-schedules', () => HttpResponse.json(answers['GET /api/v1/discount-schedules'].answer)),
);
const address = '/projects/manual-money/money';
const figure = async (label: string) => (await screen.findByText(label, { selector: 'dt' })).closest('.figure') as HTMLElement;

describe('a project’s money', () => {
  it('tells three cases side by side, and what is unknown with its reason', async () => {
    open(address);
    const npv = await figure('Net present value');
    expect(npv.textContent).toContain('+193,271');
    const payback = (await screen.findByText('Payback', { selector: 'td' })).closest('tr')!;
    expect(within(payback).getByText(/The benefits do not cover the costs\./)).toBeTruthy();
    expect(within(payback).getByText('16.85 months')).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Out of the data centre' })).toBeTruthy();
  });

  it('opens the proof of a figure, down to the measured hour', async () => {
    open(address);
    await userEvent.click(within(await figure('Net present value')).getByRole('button'));
    const drawer = await screen.findByRole('dialog');
    expect(await within(drawer).findByText(/Benefits, as it looks/)).toBeTruthy();
    expect(new URLSearchParams(window.location.search).get('explain')).toBe('money:npv:OUTLOOK');
    const tree = asTree(proof.proof as never);
    expect(tree.children[0]!.children[0]!.children[0]!.formula).toContain('baseline 50000');
  });

  it('opens what a stage’s costs are, and what a fiscal year is made of', async () => {
    open(address);
    const costs = await screen.findByRole('heading', { name: 'Cost by stage and nature' });
    await userEvent.click(within(costs.closest('section')!).getAllByRole('button', { name: /Explain/ })[0]!);
    const drawer = await screen.findByRole('dialog');
    const { stage, nature } = money.costs[0]!;
    expect(new URLSearchParams(window.location.search).get('explain')).toBe(nature ? `costs:${stage}:${nature}` : `costs:${stage}`);
    expect((await within(drawer).findAllByText(/cost line/)).length).toBeGreaterThan(0);
    expect(asked.at(-1)!.searchParams.get('stage')).toBe(stage);
    await userEvent.keyboard('{Escape}');
    const year = money.fiscalYears[0]!;
    await userEvent.click(screen.getByTitle(`Explain Benefit, ${year.label}`));
    expect(new URLSearchParams(window.location.search).get('explain')).toBe(`year:benefit:${year.from}`);
    expect((await screen.findAllByText(new RegExp(yearProof.proof.label))).length).toBeGreaterThan(0);
    expect(asked.at(-1)!.searchParams.get('in')).toBe(year.from);
  });

  it('computes by another rate, which the address holds and nobody stores', async () => {
    open(address);
    await screen.findByText(/8\.00%, the project's discount rate/);
    await userEvent.click(screen.getByText('Computed by', { exact: false, selector: 'summary' }));
    await userEvent.type(screen.getByLabelText('Discount rate, % a year'), '5');
    await userEvent.click(screen.getByRole('button', { name: 'Compute' }));
    await waitFor(() => expect(window.location.search).toContain('rate=0.05'));
    await waitFor(() => expect(asked.some((url) => url.pathname.endsWith('/money') && url.searchParams.get('rate') === '0.05')).toBe(true));
    expect(writes).toEqual([]);
  });

  it('draws again by seed, and by ranges that somebody tells', async () => {
    open(`${address}?seed=7`);
    expect((await figure('Chance of a loss')).textContent).toContain('0.0%');
    await waitFor(() => expect(asked.some((url) => url.pathname.endsWith('/simulation') && url.searchParams.get('seed') === '7')).toBe(true));
    await userEvent.click(screen.getByText('Ranges of the lines'));
    const low = screen.getByLabelText('Low of Lower infrastructure cost');
    await userEvent.clear(low);
    await userEvent.type(low, '0.9');
    await userEvent.click(screen.getAllByRole('button', { name: 'Draw' }).at(-1)!);
    expect(screen.getByRole('alert').textContent).toContain('in this order');
    await userEvent.clear(low);
    await userEvent.type(low, '0.3');
    await userEvent.click(screen.getAllByRole('button', { name: 'Draw' }).at(-1)!);
    await waitFor(async () => expect((await figure('Chance of a loss')).textContent).toContain('86.6%'));
    expect(writes).toMatchObject([{ what: 'POST /api/v1/projects/manual-money/money/simulation', body: { ranges: { 'manual-money/infra-cost': { low: 0.3, likely: 0.8, high: 1 } } } }]);
    expect(new URLSearchParams(window.location.search).get('line')).toBe('manual-money/infra-cost=0.3,0.8,1');
    expect(screen.getByRole('img', { name: /Chance of a loss 86\.6%/ })).toBeTruthy();
  });

  it('draws how often it came to what, with the table of each cell', async () => {
    server.use(http.get(`${of}/money/simulation`, () => HttpResponse.json(told)));
    open(address);
    const histogram = await screen.findByRole('img', { name: /Histogram of 10,000 runs.*86\.6% of the runs are below 0, the mean of the worst twentieth is .*129,557/ });
    const below = [...histogram.querySelectorAll('rect')].filter((bar) => bar.getAttribute('fill')?.startsWith('url(#'));
    const above = [...histogram.querySelectorAll('rect')].filter((bar) => bar.getAttribute('fill') === 'var(--chart-value)');
    expect(below.length).toBeGreaterThan(above.length);
    expect(histogram.textContent).toContain('CVaR 95 %');
    const table = within(histogram.closest('figure')!).getByRole('table', { hidden: true });
    expect(table.querySelectorAll('tbody tr')).toHaveLength(told.histogram.counts.length + 2);
    expect(table.textContent).toContain('less than');
  });

  it('says so where every run comes to the same, and what would make a difference', async () => {
    server.use(http.get(`${of}/money/simulation`, () => HttpResponse.json({ ...drawn, histogram: null })));
    open(address);
    expect(await screen.findByText(/no line is uncertain/)).toBeTruthy();
    expect(screen.queryByRole('img', { name: /^Histogram/ })).toBeNull();
  });

  it('has two lines move together as the address says, and takes the tie away again', async () => {
    const second = { ...drawn.lines[0]!, key: 'manual-money/rack=space~1', label: 'Racks' };
    server.use(
      http.get(`${of}/money/simulation`, () => HttpResponse.json({ ...drawn, lines: [...drawn.lines, second] })),
      http.post(`${of}/money/simulation`, () => HttpResponse.json({ ...told, lines: [...told.lines, second] })),
    );
    open(address);
    await userEvent.click(await screen.findByText('Ranges of the lines'));
    await userEvent.selectOptions(screen.getByLabelText('and this one'), 'Racks');
    const rank = screen.getByLabelText('Correlation, −1 to 1');
    await userEvent.type(rank, '2');
    await userEvent.click(screen.getByRole('button', { name: 'Tie them' }));
    expect(screen.getByRole('alert').textContent).toContain('from −1 to 1');
    await userEvent.clear(rank);
    await userEvent.type(rank, '-0.5');
    await userEvent.click(screen.getByRole('button', { name: 'Tie them' }));
    await waitFor(() =>
      expect(writes).toMatchObject([
        { what: 'POST /api/v1/projects/manual-money/money/simulation', body: { correlations: [{ one: 'manual-money/infra-cost', other: second.key, rank: -0.5 }] } },
      ]),
    );
    expect(new URLSearchParams(window.location.search).get('pair')).toBe('manual-money%2Finfra-cost~manual-money%2Frack%3Dspace%7E1~-0.5');
    await userEvent.click(await screen.findByRole('button', { name: /^Remove Lower infrastructure cost and Racks/ }));
    await waitFor(() => expect(window.location.search).not.toContain('pair'));
  });

  it('proves what was drawn, what waiting costs and how the work stands', async () => {
    open(`${address}?seed=7&done=50`);
    await userEvent.click(within(await figure('Expected')).getByRole('button'));
    const drawer = await screen.findByRole('dialog');
    expect(await within(drawer).findByText(/SplitMix64 from the seed/)).toBeTruthy();
    expect(within(drawer).getByText(/drawn at random|of 1,000 runs drawn by seed 7/)).toBeTruthy();
    expect(asked.some((url) => url.pathname.endsWith('/proofs/simulation') && url.searchParams.get('seed') === '7')).toBe(true);
    expect(new URLSearchParams(window.location.search).get('explain')).toBe('drawn:mean');
    await userEvent.keyboard('{Escape}');
    await userEvent.click(within(await figure('Cost performance (CPI)')).getByRole('button'));
    await waitFor(() => expect(asked.some((url) => url.pathname.endsWith('/proofs/earned-value') && url.searchParams.get('percentComplete') === '50')).toBe(true));
    await userEvent.keyboard('{Escape}');
    await userEvent.click(within(await figure('A week is worth')).getByRole('button'));
    expect(await screen.findByText(/Cost of delay of manual-money a week/)).toBeTruthy();
  });

  it('proves each end of a bar, from its table', async () => {
    open(address);
    const tornado = (await screen.findByRole('img', { name: /widest first/ })).closest('figure')!;
    await userEvent.click(within(tornado).getByTitle('Explain NPV at low, Lower infrastructure cost'));
    await waitFor(() => expect(asked.some((url) => url.pathname.endsWith('/proofs/sensitivity') && url.searchParams.get('bar') === 'manual-money/infra-cost')).toBe(true));
  });

  it('says what moves it most, and where it would be nothing', async () => {
    open(address);
    expect(await screen.findByRole('img', { name: /widest first: Lower infrastructure cost from EUR.7,620 to EUR.193,271/ })).toBeTruthy();
    expect(screen.getByText('58% of what is told')).toBeTruthy();
  });

  it('says what earned value means in words, and what it needs where it is unknown', async () => {
    open(address);
    expect(await screen.findByText(/Mark deliverables as done/)).toBeTruthy();
    await userEvent.type(screen.getByLabelText('If so much is done, %'), '50');
    expect((await screen.findByText(/each EUR.1 spent brought work worth EUR.0\.51/))).toBeTruthy();
    expect(screen.getByText(/61% of the work planned by now is done: behind/)).toBeTruthy();
    expect(screen.getByText(/EUR.210,000 over budget/)).toBeTruthy();
  });

  it('says what a week is worth, and takes how long the work still takes', async () => {
    open(address);
    expect((await figure('A week is worth')).textContent).toContain('3,450');
    await userEvent.click(screen.getByRole('button', { name: 'Tell how long the work takes' }));
    const weeks = await screen.findByLabelText('Weeks that the work still takes');
    await userEvent.clear(weeks);
    await userEvent.type(weeks, '6');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(writes).toMatchObject([{ what: 'PUT /api/v1/projects/manual-money/priority', body: { durationWeeks: 6, jobSize: null } }]));
  });

  it('takes a cost line, and asks for what it lacks', async () => {
    open(address);
    await userEvent.click(await screen.findByRole('button', { name: 'Add a cost line' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(screen.getAllByText('This is needed.')).toHaveLength(3);
    await userEvent.type(screen.getByLabelText(/^Amount, EUR/), '40 000');
    await userEvent.type(screen.getByLabelText(/^Category/), 'hosting');
    await userEvent.type(screen.getByLabelText(/^On/), '2026-12-01');
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    await waitFor(() =>
      expect(writes).toMatchObject([{ what: 'POST /api/v1/projects/manual-money/costs', body: { amount: 40_000, category: 'hosting', incurredOn: '2026-12-01', stage: 'PLANNED' } }]),
    );
  });

  it('looks back as of an instant, and changes nothing there', async () => {
    open(`${address}?asOf=2026-02-04T10:00:00Z`);
    expect(await screen.findByText('This is told for the present only.')).toBeTruthy();
    await waitFor(() => expect(asked.at(-1)!.searchParams.get('asOf')).toBe('2026-02-04T10:00:00.000Z'));
    expect(screen.queryByRole('button', { name: 'Add a cost line' })).toBeNull();
  });

  it('tells why nothing can be drawn, and what would', async () => {
    server.use(http.get(`${of}/money/simulation`, () => HttpResponse.json({ ...drawn, mean: null, lines: [], percentiles: {}, reasons: ['The case has no flows.'] })));
    open(address);
    expect(await screen.findByText('The case has no flows.')).toBeTruthy();
  });
});

describe('its drawings', () => {
  it('put the chance of a loss on the curve where 0 lies within', () => {
    expect(curveOf({ percentiles: { p05: -10, p50: 20, p95: 50 }, probabilityNegative: 0.2 }).map(({ chance }) => chance)).toEqual([0.05, 0.2, 0.5, 0.95]);
    expect(curveOf({ percentiles: { p05: 10, p95: 50 }, probabilityNegative: 0 })).toHaveLength(2);
  });

  it('keep 0 in sight where it is near, and leave out bars that are half unknown', () => {
    expect(span([10, 110])[0]).toBe(0);
    expect(span([1000, 1100])[0]).toBeLessThan(1000);
    expect(drawnOf([{ ...swung.bars[0]!, npvAtLow: null }] as never)).toEqual([]);
  });

  it('count each run in one cell, those beyond the cells too', () => {
    const cells = cellsOf({ histogram: { fromRank: 1, toRank: 99, from: -10, to: 30, width: 20, counts: [5, 3], below: 1, above: 1 }, runs: 10 });
    expect(cells.map(({ from, to, share }) => [from, to, share])).toEqual([[null, -10, 0.1], [-10, 10, 0.5], [10, 30, 0.3], [30, null, 0.1]]);
    expect(cellsOf({ histogram: null, runs: 10 })).toEqual([]);
  });

  it('have pairs whose keys hold any sign', () => {
    const pairs = [{ one: 'a~b/c=1', other: 'cost/ACTUAL/ü & x', rank: -0.25 }];
    expect(pairsOf(new URLSearchParams(asPairs(pairs).map((pair) => ['pair', pair])))).toEqual(pairs);
    expect(pairsOf(new URLSearchParams([['pair', 'a~b'], ['pair', 'a~b~'], ['pair', '%E0%A4~b~1']]))).toEqual([]);
  });

  it('name what is proved, whatever a key holds', () => {
    expect(moneyFigure('bar:npvAtLow:OUTLOOK:dc/a:b')).toEqual({ kind: 'bar', figure: 'npvAtLow', basis: 'OUTLOOK', bar: 'dc/a:b' });
    expect(moneyFigure('earned:cpi')).toEqual({ kind: 'earned', figure: 'cpi' });
    expect(moneyFigure('money:npv')).toBeNull();
    expect(moneyFigure('realised')).toBeNull();
    expect(asDrawn('probabilityNegative', drawnProof as never)).toMatchObject({ value: 1, unit: null });
  });

  it('have ranges whose keys hold any sign', () => {
    const ranges = { 'a=b/c': { low: 0.1, likely: 0.5, high: 1 } };
    const params = new URLSearchParams(asLines(ranges).map((line) => ['line', line]));
    expect(rangesOf(params)).toEqual(ranges);
    expect(rangesOf(new URLSearchParams('line=x=1,2'))).toEqual({});
  });
});

