import { expect, it } from 'vitest';
import { row } from '../test-data';
import { inOrder, order } from './order';

const rows = [
  row({ id: 'low', name: 'B', roiSimple: -0.2 }),
  row({ id: 'none', name: 'A', roiSimple: null }),
  row({ id: 'high', name: 'C', roiSimple: 3 }),
];

it('puts what is unknown last, whichever way', () => {
  expect(order(rows, 'roi', 'desc')).toEqual(['high', 'low', 'none']);
  expect(order(rows, 'roi', 'asc')).toEqual(['low', 'high', 'none']);
});

it('sorts names as words, and equal figures by name', () => {
  expect(order(rows, 'name', 'asc')).toEqual(['none', 'low', 'high']);
  expect(order(rows, 'cost', 'desc')).toEqual(['none', 'low', 'high']);
});

it('puts the worst alert first, before the greater number of lesser ones', () => {
  const alerted = [
    row({ id: 'many', alerts: { firing: 9, worst: 'WARNING' } }),
    row({ id: 'one', alerts: { firing: 1, worst: 'CRITICAL' } }),
    row({ id: 'quiet' }),
  ];
  expect(order(alerted, 'alerts', 'desc')).toEqual(['one', 'many', 'quiet']);
});

it('tells whether rows still are in their order without sorting them', () => {
  const sorted = order(rows, 'roi', 'desc').map((id) => rows.find((each) => each.id === id)!);
  expect(inOrder(sorted, 'roi', 'desc')).toBe(true);
  expect(inOrder(sorted, 'roi', 'asc')).toBe(false);
  expect(inOrder(sorted.map((each) => (each.id === 'low' ? { ...each, roiSimple: 4 } : each)), 'roi', 'desc')).toBe(false);
  expect(inOrder([], 'roi', 'desc')).toBe(true);
});
