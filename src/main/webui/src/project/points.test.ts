import { describe, expect, it } from 'vitest';
import type { Window } from '../api/types';
import { AT, AT_MS, HOUR_MS, metric, ruleOf, windowOf } from '../test-data';
import { metricMarks, metricPoints, paceOf, plannedAt, shifted, targetCourse, valuePoints } from './points';

const hour = (n: number, mean: number): Window =>
  windowOf(new Date(AT_MS + n * HOUR_MS).toISOString(), new Date(AT_MS + (n + 1) * HOUR_MS).toISOString(), mean);
const S = AT_MS / 1000;

describe('a metric’s points', () => {
  it('are means of a LEVEL and sums of a FLOW', () => {
    const quiet = { lastObserved: null };
    expect(metricPoints([hour(0, 5)], metric(quiet), 'hour').values).toEqual([5]);
    expect(metricPoints([hour(0, 5)], metric({ ...quiet, kind: 'FLOW' }), 'hour').values).toEqual([10]);
  });

  it('have a hole where hours are missing', () => {
    const points = metricPoints([hour(0, 5), hour(3, 6)], metric({ lastObserved: null }), 'hour');
    expect(points).toEqual({ times: [S, S + 3600, S + 3 * 3600], values: [5, null, 6] });
  });

  it('end with the reading that has just come', () => {
    const at = new Date(AT_MS + 90 * 60_000).toISOString();
    const points = metricPoints([hour(0, 5)], metric({ lastObserved: at, current: 9 }), 'hour');
    expect(points.times.at(-1)).toBe(S + 5400);
    expect(points.values).toEqual([5, 9]);
    expect(metricPoints([], metric({ lastObserved: AT }), 'hour').values).toEqual([]);
  });
});

describe('the levels across a metric’s chart', () => {
  const rule = ruleOf();

  it('are baseline, target and the thresholds on this metric that are in force', () => {
    const rules = [rule, { ...rule, metric: 'm1', name: 'by id' }, { ...rule, metric: 'other' }, { ...rule, enabled: false }];
    expect(metricMarks(metric(), rules, 'hour').map(({ label, at }) => [label, at])).toEqual([
      ['Baseline', 50_000], ['Target', 35_000], ['> too high', 51_000], ['> by id', 51_000],
    ]);
  });

  it('leave out a threshold on another measure than the line’s', () => {
    expect(metricMarks(metric(), [{ ...rule, figure: 'ACHIEVEMENT' }], 'hour')).toHaveLength(2);
    expect(metricMarks(metric({ kind: 'FLOW' }), [rule], 'hour')).toHaveLength(2);
    expect(metricMarks(metric({ kind: 'FLOW' }), [{ ...rule, figure: 'SUM', window: 'DAY' }], 'day')).toHaveLength(3);
  });

  it('of a FLOW are per hour or day, as its bars are', () => {
    const flow = metric({ kind: 'FLOW', baseline: 100, target: 400 });
    expect(metricMarks(flow, [], 'hour')[0]!.at).toBeCloseTo(100 / 730.5, 12);
    expect(metricMarks(flow, [], 'day')[1]!.at).toBeCloseTo((400 * 24) / 730.5, 12);
    expect(metricMarks({ ...flow, flowPer: 'DAY' }, [], 'day')[0]!.at).toBe(100);
  });

  it('leave out what is unknown', () => {
    expect(metricMarks(metric({ baseline: null, target: null }), [], 'hour')).toEqual([]);
  });
});

describe('a target that moves', () => {
  const day = 86_400;
  const promised = { baseline: 100, target: 400, targetDate: new Date((S + 10 * day) * 1000).toISOString(), targetProfile: null, benefitStart: null };
  const level = { kind: 'LEVEL', flowPer: null } as const;
  const start = new Date(S * 1000).toISOString();

  it('goes from the baseline at the start straight to its date, and stays', () => {
    expect(targetCourse([S - day, S, S + 5 * day, S + 12 * day], promised, start, level, 'hour')).toEqual([100, 100, 250, 400]);
  });

  it('goes along its profile, in the unit of a FLOW’s chart', () => {
    const targetProfile = [{ at: start, target: 730.5 }, { at: new Date((S + 2 * day) * 1000).toISOString(), target: 1461 }];
    const flow = { kind: 'FLOW', flowPer: 'MONTH' } as const;
    expect(targetCourse([S, S + day, S + 3 * day], { ...promised, targetProfile }, null, flow, 'hour')).toEqual([1, 1.5, 2]);
  });

  it('is a level where it has neither date nor profile', () => {
    expect(targetCourse([S], { ...promised, targetDate: null }, start, level, 'hour')).toBeNull();
    expect(targetCourse([S], promised, null, level, 'hour')).toBeNull();
    expect(metricMarks(metric(), [], 'hour', true).map(({ label }) => label)).toEqual(['Baseline']);
  });
});

it('the value series ends at the present', () => {
  const points = [{ at: AT, realised: 1, cost: 2, planned: 5 }, { at: new Date(AT_MS + HOUR_MS).toISOString(), realised: 9, cost: 9, planned: 6 }];
  expect(valuePoints(points, AT_MS + 60_000, 1.5, 2)).toEqual({ times: [S, S + 60], realised: [1, 1.5], cost: [2, 2], planned: [5, 6] });
});

describe('beside the value', () => {
  it('lies the pace of the period before: its gains, from where this one starts', () => {
    const earlier = [10, 20, 50].map((realised, n) => ({ at: new Date(AT_MS - (3 - n) * HOUR_MS).toISOString(), realised, cost: 0, planned: null }));
    const points = { times: [S, S + 3600, S + 7200], realised: [100, 101, null] };
    expect(paceOf(points, earlier)).toEqual([100, 110, 140]);
    expect(paceOf({ times: [S], realised: [null] }, earlier)).toBeNull();
    expect(paceOf(points, [])).toBeNull();
  });

  it('lies the cost planned by then; what is in another currency is not added', () => {
    const day = (n: number) => new Date(AT_MS + n * 24 * HOUR_MS).toISOString().slice(0, 10);
    const lines = [{ incurredOn: day(-1), amount: 5, currency: 'EUR' }, { incurredOn: day(1), amount: 7, currency: 'EUR' }, { incurredOn: day(0), amount: 9, currency: 'USD' }];
    expect(plannedAt([S, S + 86_400], lines, 'EUR')).toEqual([5, 12]);
  });

  it('lie the windows of the period before, each where this period has the same hour', () => {
    const day = 24 * HOUR_MS;
    const times = [S, S + 3600, S + 2 * 3600 + 60];
    expect(shifted(times, [hour(-24, 7), hour(-22, 9)], day, 'hour', 'LEVEL')).toEqual([7, null, 9]);
    expect(shifted(times, [hour(-24, 7)], day, 'hour', 'FLOW')).toEqual([14, null, null]);
  });
});
