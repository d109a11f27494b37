import { describe, expect, it } from 'vitest';
import { isLate, layout, toneOf, wrapped, type BenefitMapAnswer, type Slippage } from './benefitMap';
import type { Benefit } from './facts';

const node = (id: string, kind: BenefitMapAnswer['nodes'][number]['kind'], metric: string | null = null) => ({ id, kind, title: `The ${id}`, metric, deliverable: null });
const map: BenefitMapAnswer = {
  project: 'dc', derived: false, version: 1,
  nodes: [node('goal', 'OBJECTIVE'), node('cheap', 'BENEFIT', 'cost'), node('calm', 'BENEFIT'), node('move', 'DELIVERABLE'), node('close', 'DELIVERABLE')],
  edges: [{ from: 'close', to: 'cheap' }, { from: 'move', to: 'calm' }, { from: 'move', to: 'goal' }, { from: 'cheap', to: 'goal' }],
};
const line = (id: string, over: Partial<Slippage['deliverables'][number]>) => ({
  node: id, title: id, deliverable: null, dueOn: '2026-11-01', doneOn: null, daysLate: 0, lostPerDay: 10, lostSoFar: 0, reasons: [],
  benefits: [{ metric: 'cost', perDay: 48, rate: 'LIVE' as const }], ...over,
});
const slippage: Slippage = { project: 'dc', currency: 'EUR', asOf: '2026-11-21', deliverables: [line('close', { daysLate: 20, lostSoFar: 200 }), line('move', { doneOn: '2026-11-02' })] };
const benefit = { metric: 'dc/cost', state: 'REALISING' } as Benefit;

describe('the benefit map', () => {
  const drawn = layout(map, slippage, [benefit]);
  const of = (id: string) => drawn.nodes.find((each) => each.node.id === id)!;

  it('has a column for each kind that there is, in the order in which one leads to the next', () => {
    expect(drawn.columns.map(({ kind }) => kind)).toEqual(['DELIVERABLE', 'BENEFIT', 'OBJECTIVE']);
    expect(of('move').x).toBeLessThan(of('cheap').x);
    expect(of('cheap').x).toBeLessThan(of('goal').x);
  });

  it('has the dearest slip on top, and beside it what it leads to', () => {
    expect(of('close').y).toBeLessThan(of('move').y);
    expect(of('cheap').y).toBe(of('close').y);
    expect(of('calm').y).toBe(of('move').y);
  });

  it('tells what is behind each box: dates, what was agreed on, what it brings', () => {
    expect(isLate(of('close').slip)).toBe(true);
    expect(of('cheap')).toMatchObject({ benefit: { state: 'REALISING' }, brings: { perDay: 48, rate: 'LIVE' }, leadsTo: ['The goal'] });
    expect(of('calm')).toMatchObject({ benefit: null, brings: null });
    expect(['close', 'move', 'cheap', 'calm', 'goal'].map((id) => toneOf(of(id)))).toEqual(['bad', 'good', 'good', 'off', null]);
  });

  it('has a line for each step, those from what is late marked', () => {
    expect(drawn.edges.map(({ key, late }) => [key, late])).toEqual([['close cheap', true], ['move calm', false], ['move goal', false], ['cheap goal', false]]);
  });

  it('leads past a column that is left out between two of its boxes', () => {
    const heights = [...drawn.edges[2]!.d.matchAll(/ ([\d.]+)(?=C)/g)].map(([, y]) => Number(y));
    const passed = heights[1]!;
    expect(['cheap', 'calm'].every((id) => passed < of(id).y || passed > of(id).y + 76)).toBe(true);
  });

  it('is drawn before anyone knows what a slip costs', () => {
    expect(layout(map, undefined, []).nodes.every(({ slip, brings }) => slip === null && brings === null)).toBe(true);
    expect(layout({ ...map, nodes: [], edges: [] }, undefined, [])).toMatchObject({ nodes: [], edges: [], columns: [] });
  });
});

it('a long title is cut, not squeezed', () => {
  expect(wrapped('Operations runs in the cloud only', 20, 2)).toEqual(['Operations runs in', 'the cloud only']);
  expect(wrapped('Operations runs in the cloud only, with nobody on call', 20, 2)).toEqual(['Operations runs in', 'the cloud only, wit…']);
  expect(wrapped('Verwaltungsgemeinschaftsangelegenheiten', 20, 2)).toEqual(['Verwaltungsgemeinsc…']);
});
