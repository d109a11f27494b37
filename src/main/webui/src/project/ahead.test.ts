import { describe, expect, it } from 'vitest';
import { joined, reach, type Ahead, type Past } from './ahead';

const S = Date.parse('2026-11-20T00:00:00Z') / 1000;
const DAY = 86_400;
const iso = (days: number) => new Date((S + days * DAY) * 1000).toISOString();
const point = (days: number, expected: number, margin: number | null): Ahead['points'][number] => ({
  at: iso(days), expected, lower: margin === null ? null : expected - margin, upper: margin === null ? null : expected + margin, planned: 1000,
});
const forecast = (...points: Ahead['points']): Ahead => ({
  currency: 'EUR', asOf: iso(0), planEnd: null, until: iso(10), coverage: 0.9, days: 30, method: 'SIMPLE', how: '', boundedBy: null, points, reasons: [],
});
/** Value rose from 80 to 100; it is an hour past the time that the forecast begins at. */
const past: Past = { times: [S - DAY, S + 3600], realised: [80, 100], cost: [40, 40], planned: [900, 950] };
const ten = forecast(point(0, 99, 0), point(5, 150, 10), point(10, 200, 30));

describe('the forecast of value', () => {
  it('begins at the last known point and goes on over its own times', () => {
    const all = joined(past, ten, S + 20 * DAY)!;
    expect(all.times).toEqual([...past.times, S + 5 * DAY, S + 10 * DAY]);
    expect(all.expected).toEqual([null, 100, 150, 200]);
    expect(all.low).toEqual([null, 100, 140, 170]);
    expect(all.high).toEqual([null, 100, 160, 230]);
    expect(all.realised).toEqual([80, 100, null, null]);
    expect(all.planned).toEqual([900, 950, 1000, 1000]);
  });

  it('is cut where the chart ends, straight between its points', () => {
    const all = joined(past, ten, S + 7.5 * DAY)!;
    expect(all.times.at(-1)).toBe(S + 7.5 * DAY);
    expect(all.expected.at(-1)).toBe(175);
    expect(all.high.at(-1)).toBe(195);
  });

  it('has no area where its bounds are unknown', () => {
    const all = joined(past, forecast(point(0, 99, null), point(10, 200, null)), S + 20 * DAY)!;
    expect(all.expected).toEqual([null, 100, 200]);
    expect(all.low).toEqual([null, null, null]);
  });

  it('is not drawn without points, into the past, or from an unknown present', () => {
    expect(joined(past, forecast(), S + 20 * DAY)).toBeNull();
    expect(joined(past, ten, S)).toBeNull();
    expect(joined({ ...past, realised: [80, null] }, ten, S + 20 * DAY)).toBeNull();
  });

  it('takes as much room as the past has, and no more than it needs', () => {
    expect(reach(ten, S - 7 * DAY, S)).toBe(S + 7 * DAY);
    expect(reach(ten, S - 90 * DAY, S)).toBe(S + 10 * DAY);
    expect(reach(forecast(), S - 90 * DAY, S)).toBe(S);
  });
});
