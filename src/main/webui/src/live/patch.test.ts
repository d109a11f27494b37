import { describe, expect, it } from 'vitest';
import { alertOf, AT, metric, portfolioOf, project, row, valueEvent } from '../test-data';
import { keepNewerProject, keepNewerRows, patchAlertCounts, patchAlerts, patchAll, patchMetric, patchPortfolio, patchProject } from './patch';

describe('a value event', () => {
  const portfolio = portfolioOf([row(), row({ id: 'p2', key: 'two', name: 'Two' })]);

  it('replaces the figures of its own row and leaves the others the same object', () => {
    const { data, reread } = patchPortfolio(portfolio, valueEvent(row(), { realised: 1500 }));
    expect(data.projects[0]).toMatchObject({ name: 'One', realised: 1500, revision: 6 });
    expect(data.projects[1]).toBe(portfolio.projects[1]);
    expect(data.totals.realised).toBe(2500);
    expect(reread).toBe(false);
  });

  it.each([4, 5])('of revision %i changes nothing where revision 5 is shown', (revision) => {
    const { data, reread } = patchPortfolio(portfolio, valueEvent(row(), { realised: 1, revision }));
    expect(data).toBe(portfolio);
    expect(reread).toBe(false);
  });

  it('that comes with others is put in with them, and the totals are those of all', () => {
    const events = [valueEvent(row(), { realised: 1500 }), valueEvent(portfolio.projects[1]!, { realised: 4000 }), valueEvent(row(), { realised: 1700, revision: 7 })];
    const oneByOne = events.reduce((before, event) => patchPortfolio(before, event).data, portfolio);
    expect(patchAll(portfolio, events)).toEqual({ data: oneByOne, reread: false });
    expect(oneByOne.totals.realised).toBe(5700);
    expect(patchAll(portfolio, [])).toEqual({ data: portfolio, reread: false });
    expect(patchAll(portfolio, [valueEvent(row({ id: 'p9' })), events[0]!])).toMatchObject({ reread: true, data: { totals: { realised: 2500 } } });
  });

  it('of a project that the list does not have has the list read again', () => {
    expect(patchPortfolio(portfolio, valueEvent(row({ id: 'p9' })))).toEqual({ data: portfolio, reread: true });
  });

  it('that makes a figure unknown shows it as unknown at once, and fetches the reason', () => {
    const { data, reread } = patchPortfolio(portfolio, valueEvent(row(), { realised: null, complete: false }));
    expect(data.projects[0]!.realised).toBeNull();
    expect(reread).toBe(true);
  });

  it('reaches the open project by revision too', () => {
    const open = project();
    expect(patchProject(open, valueEvent(row(), { realised: 7, revision: 5 })).data).toBe(open);
    expect(patchProject(open, valueEvent(row(), { realised: 7 })).data.realised).toBe(7);
    expect(patchProject(open, valueEvent(row({ id: 'p2' }))).data).toBe(open);
  });
});

describe('a metric event', () => {
  const event = {
    metric: 'm1', key: 'one/cost', project: 'one', current: 43_000, lastObserved: AT, realised: 1, weighted: 1, earningPerHour: 9, tickPerHour: 9,
    achievement: 0.47, freshness: 'LIVE' as const, revision: 8, asOf: AT,
  };

  it('moves its metric, and an older one after it does not', () => {
    const moved = patchMetric(project(), event).data;
    expect(moved.metrics[0]).toMatchObject({ current: 43_000, revision: 8, baseline: 50_000 });
    expect(patchMetric(moved, { ...event, current: 1, revision: 7 }).data).toBe(moved);
  });

  it('of a metric added meanwhile has the project read again, another project’s does not', () => {
    expect(patchMetric(project(), { ...event, metric: 'm2' }).reread).toBe(true);
    expect(patchMetric(project(), { ...event, metric: 'm2', project: 'two' }).reread).toBe(false);
  });
});

describe('a snapshot that was read while events came', () => {
  it('does not take a row back to an older revision, in the totals neither', () => {
    const snapshot = portfolioOf([row({ revision: 5 })]);
    const cached = portfolioOf([row({ revision: 7, realised: 1200 })]);
    const merged = keepNewerRows(snapshot, cached);
    expect(merged.projects[0]!.realised).toBe(1200);
    expect(merged.totals.realised).toBe(1200);
  });

  it('wins where it is newer, and where nothing is known yet', () => {
    const snapshot = portfolioOf([row({ revision: 9, realised: 5 })]);
    expect(keepNewerRows(snapshot, portfolioOf([row()]))).toBe(snapshot);
    expect(keepNewerRows(snapshot, undefined)).toBe(snapshot);
    const read = project({ revision: 4, name: 'Renamed' });
    const kept = keepNewerProject(read, project({ revision: 6, realised: 2, metrics: [metric({ current: 1 })] }));
    expect(kept).toMatchObject({ name: 'Renamed', realised: 2, revision: 6 });
    expect(kept.metrics[0]!.current).toBe(1);
  });
});

describe('an alert event', () => {
  it('moves its episode from the list of one state to that of the other', () => {
    const firing = patchAlerts([], 'FIRING', alertOf());
    expect(firing).toHaveLength(1);
    const resolved = alertOf({ state: 'RESOLVED', resolvedAt: AT });
    expect(patchAlerts(firing, 'FIRING', resolved)).toEqual([]);
    expect(patchAlerts([], 'RESOLVED', resolved)).toEqual([resolved]);
  });

  it('that comes twice is there once', () => {
    const once = patchAlerts([], 'FIRING', alertOf());
    expect(patchAlerts(once, 'FIRING', alertOf({ acknowledgedAt: AT }))).toEqual([alertOf({ acknowledgedAt: AT })]);
  });

  it('is counted at its project, the worst severity first', () => {
    const portfolio = portfolioOf([row()]);
    const counted = patchAlertCounts(portfolio, [alertOf({ severity: 'WARNING' }), alertOf({ id: 'a2', project: 'p1' }), alertOf({ id: 'a3', project: 'x' })]);
    expect(counted.projects[0]!.alerts).toEqual({ firing: 2, worst: 'CRITICAL' });
    expect(patchAlertCounts(portfolio, [])).toBe(portfolio);
  });
});
