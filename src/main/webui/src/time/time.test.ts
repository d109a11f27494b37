import { describe, expect, it } from 'vitest';
import { asked, fieldIn, instantIn, isPast, momentOf } from './moment';
import { absolute, before, rangeKey, rangeOf, spanOf, stretch, wider } from './range';

const HOUR = 3_600_000;
const of = (query: string) => rangeOf(new URLSearchParams(query));

describe('the stretch of time in the address', () => {
  it('is a length up to now, of any unit', () => {
    expect(spanOf('36h')).toBe(36 * HOUR);
    expect(spanOf('1m')).toBe(730.5 * HOUR);
    expect(stretch(of('range=2d'), 10 * 24 * HOUR)).toEqual({ from: 8 * 24 * HOUR, to: 10 * 24 * HOUR });
  });

  it('or fixed, and then it stays when time goes on', () => {
    const fixed = of('from=2026-01-01T00:00Z&to=2026-02-01T00:00Z');
    expect(stretch(fixed, 0)).toEqual(stretch(fixed, 99));
    expect(rangeKey(fixed)).toContain('-');
  });

  it.each(['', 'range=soon', 'range=0h', 'range=99y', 'from=2026-02-01T00:00Z&to=2026-01-01T00:00Z'])('%j means the usual week', (query) => {
    expect(of(query)).toMatchObject({ kind: 'relative', text: '7d' });
  });

  it('has one before it, as long', () => {
    expect(before({ from: 100, to: 160 })).toEqual({ from: 40, to: 100 });
    expect(of('compare=previous').compare).toBe(true);
  });

  it('zooms to whole minutes and out again, never into the future', () => {
    expect(absolute(Date.UTC(2026, 0, 1, 0, 0, 29), Date.UTC(2026, 0, 1, 1, 0, 31))).toEqual({
      from: '2026-01-01T00:00Z', to: '2026-01-01T01:01Z', range: null,
    });
    expect(wider({ from: 100, to: 200 }, 1000)).toEqual({ from: 50, to: 250 });
    expect(wider({ from: 100, to: 200 }, 200)).toEqual({ from: 0, to: 200 });
  });
});

describe('a moment', () => {
  it('is the present unless the address names one', () => {
    expect(isPast(momentOf(new URLSearchParams('asOf=never')))).toBe(false);
    const moment = momentOf(new URLSearchParams('asKnownAt=2026-03-01T12:00:00%2B01:00'));
    expect(asked(moment)).toEqual({ asKnownAt: '2026-03-01T11:00:00.000Z' });
    expect(isPast(moment)).toBe(true);
  });

  it('is typed in the tenant’s zone, summer and winter', () => {
    expect(instantIn('2026-01-15T09:00', 'Europe/Berlin')).toBe('2026-01-15T08:00:00.000Z');
    expect(instantIn('2026-07-15T09:00', 'Europe/Berlin')).toBe('2026-07-15T07:00:00.000Z');
    expect(instantIn('2026-03-29T12:00', 'Europe/Berlin')).toBe('2026-03-29T10:00:00.000Z');
    expect(instantIn('nonsense', 'UTC')).toBeNull();
    expect(fieldIn(Date.UTC(2026, 6, 15, 7), 'Europe/Berlin')).toBe('2026-07-15T09:00');
  });
});
