import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clockTime, duration, money, moneyParts, number, percent, showTimesIn, useLocale, wallDate } from './format';

beforeEach(() => useLocale('en-GB'));
afterEach(() => {
  useLocale(undefined);
  showTimesIn(undefined);
});

describe('money', () => {
  it('carries the currency code, never a symbol that several currencies share', () => {
    expect(money(5995.893224, 'EUR', { digits: 2 })).toBe('EUR\u00a05,995.89');
    expect(money(5995.893224, 'USD')).toBe('USD\u00a05,996');
  });

  it('has a true minus, and a plus only where asked', () => {
    expect(money(-12.73, 'EUR', { digits: 2 })).toBe('−EUR\u00a012.73');
    expect(moneyParts(-12.73, 'EUR', { digits: 2, signed: true }).amount).toBe('−12.73');
    expect(moneyParts(12.73, 'EUR', { digits: 2, signed: true }).amount).toBe('+12.73');
    expect(moneyParts(0, 'EUR', { signed: true }).amount).toBe('0');
  });

  it('puts the code where the locale has it', () => {
    useLocale('de-DE');
    expect(moneyParts(1234.5, 'EUR', { digits: 2 })).toEqual({ code: 'EUR', amount: '1.234,50', codeFirst: false });
  });

  it('shows digits up to what adding up needs', () => {
    expect(money(8.213552361, 'EUR', { digits: 2, upTo: 6 })).toBe('EUR\u00a08.213552');
    expect(money(4000, 'EUR', { digits: 2, upTo: 6 })).toBe('EUR\u00a04,000.00');
  });
});

it('percent is of a ratio', () => {
  expect(percent(0.498973306, { signed: true })).toBe('+49.9%');
  expect(percent(-0.25, { digits: 0 })).toBe('−25%');
});

it('numbers keep the digits that tell something', () => {
  expect(number(0.01643)).toBe('0.0164');
  expect(number(99.9123, '%')).toBe('99.91\u00a0%');
  expect(number(131_400.4, 'EUR')).toBe('131,400\u00a0EUR');
});

describe('times', () => {
  it('of a chart’s ticks are those that clocks show in the zone', () => {
    showTimesIn('Asia/Kolkata');
    const shown = wallDate(Date.parse('2026-12-31T18:45:30Z'));
    expect([shown.getFullYear(), shown.getMonth(), shown.getDate(), shown.getHours(), shown.getMinutes(), shown.getSeconds()]).toEqual([2027, 0, 1, 0, 15, 30]);
    showTimesIn(undefined);
    expect(wallDate(5).getTime()).toBe(5);
  });

  const now = Date.parse('2026-11-21T10:00:00Z');

  it('are of the tenant’s zone, whose day decides whether a date is needed', () => {
    showTimesIn('Europe/Berlin');
    expect(clockTime('2026-11-21T08:03:00Z', now)).toBe('09:03');
    expect(clockTime('2026-11-20T23:30:00Z', now)).toBe('00:30');
    expect(clockTime('2026-11-20T22:30:00Z', now)).toBe('20 Nov, 23:30');
  });

  it('say the year where it is not obvious', () => {
    showTimesIn('UTC');
    expect(clockTime('2025-02-01T08:00:00Z', now)).toBe('1 Feb 2025, 08:00');
  });

  it('last as long as their two greatest units', () => {
    expect(duration(20_000)).toBe('less than a minute');
    expect(duration(12 * 60_000)).toBe('12\u00a0min');
    expect(duration((26 * 60 + 5) * 60_000)).toBe('1\u00a0d 2\u00a0h');
  });
});
