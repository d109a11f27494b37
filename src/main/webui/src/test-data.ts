import type { Alert, MetricFigures, Portfolio, ProjectRow, ProjectValue, StreamEvents } from './api/types';

/** Small true-to-shape figures for tests. */
export const AT = '2026-11-21T10:00:00Z';
export const AT_MS = Date.parse(AT);
export const HOUR_MS = 3_600_000;

export function row(over: Partial<ProjectRow> = {}): ProjectRow {
  return {
    id: 'p1', key: 'one', name: 'One', type: 'SOFTWARE', currency: 'EUR', realised: 1000, weighted: 800, earningPerHour: 36,
    cost: 500, roiSimple: 1, achievement: 0.5, realisationRate: null, complete: true, reasons: [], revision: 5, asOf: AT,
    freshness: 'LIVE', lastObserved: AT, alerts: { firing: 0, worst: null }, ...over,
  };
}

export function portfolioOf(projects: ProjectRow[], currency = 'EUR'): Portfolio {
  const sum = (figure: (row: ProjectRow) => number | null) => projects.reduce((total, each) => total + (figure(each) ?? 0), 0);
  const cost = sum((each) => each.cost);
  const realised = sum((each) => each.realised);
  return {
    currency, asOf: AT, projects,
    totals: {
      realised, weighted: sum((each) => each.weighted), earningPerHour: sum((each) => each.earningPerHour), cost,
      roiSimple: cost === 0 ? null : (realised - cost) / cost, complete: projects.every((each) => each.complete), reasons: [],
    },
  };
}

export function valueEvent(of: ProjectRow, over: Partial<StreamEvents['value']> = {}): StreamEvents['value'] {
  const { currency, realised, weighted, earningPerHour, cost, roiSimple, achievement, complete, asOf, freshness, lastObserved } = of;
  return {
    project: of.key, id: of.id, currency, realised, weighted, earningPerHour, cost, roiSimple, achievement, complete, asOf,
    freshness, lastObserved, revision: of.revision + 1, ...over,
  };
}

export function metric(over: Partial<MetricFigures> = {}): MetricFigures {
  return {
    id: 'm1', key: 'one/cost', name: 'Infrastructure cost', kind: 'LEVEL', category: 'COST_REDUCTION', type: 'CURRENCY', unit: 'EUR',
    baseline: 50_000, target: 35_000, current: 44_000, achievement: 0.4, realised: 900, weighted: 700, earningPerHour: 8.2,
    freshness: 'LIVE', lastObserved: AT, share: 1, confidence: 0.8, disbenefit: false, reasons: [], ...over,
  };
}

export function project(over: Partial<ProjectValue> = {}): ProjectValue {
  const { alerts: _alerts, type: _type, ...figures } = row();
  return { ...figures, roiDiscounted: null, npv: null, irr: null, paybackMonths: null, metrics: [metric()], ...over };
}

export function alertOf(over: Partial<Alert> = {}): Alert {
  return {
    id: 'a1', rule: 'r1', name: 'Above baseline', project: 'one', metric: 'one/cost', severity: 'CRITICAL', state: 'FIRING', late: false,
    activeAt: AT, firedAt: AT, resolvedAt: null, value: 51_000, threshold: 50_000, worthPerHour: -4, currency: 'EUR',
    acknowledgedAt: null, snoozedUntil: null, ...over,
  };
}
