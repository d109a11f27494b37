import { describe, expect, it } from 'vitest';
import { forecastSizes, laidOver, type Without } from './forecast';

const S = Date.parse('2026-11-20T00:00:00Z') / 1000;
const DAY = 86_400;
const point = (day: number, without: number, margin: number | null): Without['points'][number] => ({
  start: new Date((S + day * DAY) * 1000).toISOString(), actual: 0, without,
  lower: margin === null ? null : without - margin, upper: margin === null ? null : without + margin,
});

describe('the forecast without the project', () => {
  it('is of days for a line, and of the chart’s own periods for bars', () => {
    expect(forecastSizes('LEVEL', 'hour')).toEqual(['day', 'hour']);
    expect(forecastSizes('LEVEL', 'day')).toEqual(['day']);
    expect(forecastSizes('FLOW', 'hour')).toEqual(['hour']);
    expect(forecastSizes('FLOW', 'minute')).toEqual([]);
  });

  it('lies at the chart’s own times where its periods are the chart’s', () => {
    const times = [S - DAY, S, S + DAY, S + 2 * DAY];
    expect(laidOver(times, { points: [point(0, 10, 1), point(1, 20, 2)], size: 'day' }, 'day')).toEqual({
      values: [null, 10, 20, null], low: [null, 9, 18, null], high: [null, 11, 22, null],
    });
  });

  it('lies in the middle of a period that is longer than the chart’s, straight from one to the next', () => {
    const times = [S, S + DAY / 2, S + DAY, S + 1.5 * DAY, S + 2 * DAY, S + 2.1 * DAY];
    expect(laidOver(times, { points: [point(0, 10, null), point(1, 20, null)], size: 'day' }, 'hour')).toEqual({
      values: [null, 10, 15, 20, 20, null], low: times.map(() => null), high: times.map(() => null),
    });
  });

  it('is not drawn where nothing of it lies in the chart', () => {
    expect(laidOver([S - DAY, S - DAY / 2], { points: [point(0, 10, 1)], size: 'day' }, 'hour')).toBeNull();
    expect(laidOver([S, S + DAY], { points: [], size: 'day' }, 'hour')).toBeNull();
  });
});
