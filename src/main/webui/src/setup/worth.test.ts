import { describe, expect, it } from 'vitest';
import { exampleReading, hourWorth, keyOf } from './worth';

describe('what an hour earns', () => {
  it('of a level: 6 000 EUR a month less is 8.21 EUR an hour', () => {
    const terms = { kind: 'LEVEL' as const, baseline: 50_000, target: 35_000, amount: 1, per: 'MONTH' };
    expect(hourWorth(terms, 44_000)).toBeCloseTo(8.21355236, 8);
    expect(hourWorth(terms, 51_000)).toBeLessThan(0);
    expect(exampleReading(terms)).toBe(35_000);
  });

  it('of a flow: 5 tickets instead of 0.14 earn 58.36 EUR', () => {
    const terms = { kind: 'FLOW' as const, baseline: 100, target: 400, amount: 12, per: 'UNIT', flowPer: 'MONTH' };
    expect(exampleReading(terms)).toBe(5);
    expect(hourWorth(terms, 5)).toBeCloseTo(58.357289, 5);
  });

  it('where fewer is better, an hour without any is the example', () => {
    const terms = { kind: 'FLOW' as const, baseline: 730.5, target: 100, amount: 40, per: 'UNIT', flowPer: 'MONTH' };
    expect(exampleReading(terms)).toBe(0);
    expect(hourWorth(terms, 0)).toBeCloseTo(40, 9);
  });
});

it('a key is made of a name', () => {
  expect(keyOf('Move to the Cloud, 2026')).toBe('move-to-the-cloud-2026');
  expect(keyOf('Größere Übersicht')).toBe('grossere-ubersicht');
  expect(keyOf('–')).toBe('');
});
