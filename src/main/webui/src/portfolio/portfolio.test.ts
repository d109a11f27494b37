import { describe, expect, it } from 'vitest';
import { portfolioOf, row } from '../test-data';
import { bubblesOf, roundUp, sparkPath, waterfallOf } from './charts';
import { fits, grouped, sumOf } from './filter';
import { atRisk, riskOf } from './risk';
import { opening, queryOf, withView } from './views';

const critical = { firing: 1, worst: 'CRITICAL' as const };

describe('what is at risk', () => {
  it('is where an alert fires or figures are not live; an INFO alone is none', () => {
    expect(riskOf(row({ alerts: critical }))).toBe('critical');
    expect(riskOf(row({ freshness: 'STALE' }))).toBe('unknown');
    expect(riskOf(row({ alerts: { firing: 1, worst: 'INFO' } }))).toBe('none');
    const portfolio = portfolioOf([row({ alerts: critical, earningPerHour: 5 }), row({ id: 'p2' }), row({ id: 'p3', currency: 'USD', freshness: 'STALE' })]);
    expect(atRisk(portfolio)).toMatchObject({ perHour: 5, projects: [{ id: 'p1' }] });
  });
});

describe('the list', () => {
  const rows = [row({ name: 'Cloud move', key: 'cloud' }), row({ id: 'p2', key: 'erp', name: 'ERP', type: 'INFRASTRUCTURE', alerts: critical })];

  it('is filtered by all words of name and key, by type and by risk', () => {
    const shown = (text: string, over = {}) => rows.filter((each) => fits(each, { text, type: null, risk: null, ...over })).map(({ key }) => key);
    expect(shown('move CLO')).toEqual(['cloud']);
    expect(shown('  ')).toEqual(['cloud', 'erp']);
    expect(shown('', { risk: 'critical' })).toEqual(['erp']);
    expect(shown('cloud', { type: 'INFRASTRUCTURE' })).toEqual([]);
  });

  it('is grouped with the worst risk first, and summed only where it can be', () => {
    expect(grouped(rows, 'risk').map(({ key }) => key)).toEqual(['critical', 'none']);
    expect(grouped(rows, 'none')).toHaveLength(1);
    expect(sumOf(rows, ({ realised }) => realised)).toEqual({ currency: 'EUR', sum: 2000 });
    expect(sumOf([...rows, row({ realised: null })], ({ realised }) => realised)).toBeNull();
    expect(sumOf([...rows, row({ currency: 'USD' })], ({ realised }) => realised)).toBeNull();
  });

  it('is saved as a view without the time looked back to, and opens as it was saved', () => {
    const query = queryOf(new URLSearchParams('q=erp&vs=a&vs=b&asOf=2026-01-01T00:00Z&explain=cost'));
    expect(query).toBe('q=erp&vs=a&vs=b');
    const views = withView(withView([], 'Mine', 'q=x'), ' Mine ', query);
    expect(views).toEqual([{ name: 'Mine', query }]);
    expect(opening(views[0]!)).toMatchObject({ q: ['erp'], vs: ['a', 'b'], sort: null });
  });
});

describe('the charts', () => {
  it('have round ends', () => {
    expect([0, 0.9, 1, 23, 2_400_001].map(roundUp)).toEqual([1, 1, 1, 25, 2_500_000]);
  });

  it('place a project by cost and value; what is unknown or of another currency has no place', () => {
    const drawn = bubblesOf(portfolioOf([row({ realised: 1000, cost: 500 }), row({ id: 'p2', realised: null }), row({ id: 'p3', currency: 'USD' })]), 100, 100)!;
    expect(drawn.bubbles).toHaveLength(1);
    expect(drawn.bubbles[0]).toMatchObject({ x: 100, y: 0, risk: 'none' });
    expect(bubblesOf(portfolioOf([row({ realised: -30 })]), 100, 100)!.low).toBe(-50);
    expect(bubblesOf(portfolioOf([]), 1, 1)).toBeNull();
  });

  it('lead from nothing to the total, and from the total by cost to what is left', () => {
    const words = { others: (n: number) => `${n} others`, cost: 'Cost', net: 'Net', total: 'Total' };
    const portfolio = portfolioOf([row({ realised: 100 }), row({ id: 'b', realised: -30, name: 'Loss' }), row({ id: 'c', realised: 5 }), row({ id: 'd', realised: 2 })]);
    const steps = waterfallOf(portfolio, 3, words);
    expect(steps.map(({ label, from, to }) => [label, from, to])).toEqual([
      ['One', 0, 100], ['Loss', 100, 70], ['2 others', 70, 77], ['Total', 0, 77], ['Cost', 77, 77 - 2000], ['Net', 0, 77 - 2000],
    ]);
    steps.slice(1, 3).forEach((step, at) => expect(step.from).toBe(steps[at]!.to));
  });

  it('break a sparkline where something is unknown, and draw a flat one in the middle', () => {
    expect(sparkPath([0, 10], 10, 10)).toBe('M0.0 10.0L10.0 0.0');
    expect(sparkPath([5, null, 5, 5], 30, 10)).toBe('M0.0 5.0M20.0 5.0L30.0 5.0');
    expect(sparkPath([1], 10, 10)).toBe('');
  });
});
