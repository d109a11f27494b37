import { describe, expect, it } from 'vitest';
import { AT, AT_MS, HOUR_MS, portfolioOf, row } from '../test-data';
import { realisedAt, roiAt, totalRealisedAt, totalsAfter } from './ticking';

describe('a figure between readings', () => {
  it('earns at its rate from its as-of on', () => {
    expect(realisedAt(row(), AT_MS + HOUR_MS / 2)).toBeCloseTo(1018, 9);
  });

  it('does not run backwards where the clocks disagree', () => {
    expect(realisedAt(row(), AT_MS - HOUR_MS)).toBe(1000);
  });

  it('earns nothing once it is stale, and stays unknown where it is unknown', () => {
    expect(realisedAt(row({ freshness: 'STALE' }), AT_MS + HOUR_MS)).toBe(1000);
    expect(realisedAt(row({ realised: null }), AT_MS + HOUR_MS)).toBeNull();
    expect(realisedAt(row({ earningPerHour: null }), AT_MS + HOUR_MS)).toBe(1000);
  });

  it('ticks at its slope, which for a sum of units is not what it earns', () => {
    expect(realisedAt(row({ earningPerHour: 36, tickPerHour: -2 }), AT_MS + HOUR_MS)).toBe(998);
  });

  it('moves ROI with it; ROI that the server does not know is not made up', () => {
    expect(roiAt(row(), AT_MS + HOUR_MS)).toBeCloseTo((1036 - 500) / 500, 12);
    expect(roiAt(row({ roiSimple: null }), AT_MS + HOUR_MS)).toBeNull();
    expect(roiAt(row({ cost: 0 }), AT_MS + HOUR_MS)).toBeNull();
  });
});

describe('the totals after one row has changed', () => {
  const before = row();
  const other = row({ id: 'p2', key: 'two', realised: 300, earningPerHour: 12 });
  const portfolio = portfolioOf([before, other]);

  it('equal the sum of the ticking rows at every later instant', () => {
    const after = row({ realised: 1040, earningPerHour: 20, cost: 700, asOf: new Date(AT_MS + HOUR_MS).toISOString() });
    const totals = totalsAfter(portfolio, before, after)!;
    const patched = { ...portfolio, totals };
    for (const hours of [1, 2.5, 30]) {
      const now = AT_MS + hours * HOUR_MS;
      expect(totalRealisedAt(patched, now)).toBeCloseTo(realisedAt(after, now)! + realisedAt(other, now)!, 6);
    }
    expect(totals.cost).toBe(1200);
    expect(totals.earningPerHour).toBe(32);
  });

  it('stop earning with a row that went stale', () => {
    const after = row({ freshness: 'STALE', realised: 1000, asOf: AT });
    expect(totalsAfter(portfolio, before, after)!.earningPerHour).toBe(12);
  });

  it('are not guessed across currencies or from what is unknown', () => {
    expect(totalsAfter(portfolio, before, row({ currency: 'USD' }))).toBeNull();
    expect(totalsAfter(portfolio, before, row({ realised: null }))).toBeNull();
    expect(totalsAfter(portfolio, before, row({ complete: false }))).toBeNull();
  });
});
