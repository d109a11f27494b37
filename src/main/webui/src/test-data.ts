import type { Alert, ExplainNode, MetricFigures, Portfolio, ProjectRow, ProjectValue, Rule, StreamEvents, Window } from './api/types';

/** Small true-to-shape figures for tests. */
export const AT = '2026-11-21T10:00:00Z';
export const AT_MS = Date.parse(AT);
export const HOUR_MS = 3_600_000;

/** A row; it ticks at what it earns unless told otherwise. */
export function row(over: Partial<ProjectRow> = {}): ProjectRow {
  const earns = over.earningPerHour === undefined ? 36 : over.earningPerHour;
  return {
    id: 'p1', key: 'one', name: 'One', type: 'SOFTWARE', currency: 'EUR', realised: 1000, weighted: 800, earningPerHour: 36,
    cost: 500, roiSimple: 1, achievement: 0.5, tickPerHour: earns, complete: true, reasons: [], revision: 5, asOf: AT,
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
      realised, weighted: sum((each) => each.weighted), earningPerHour: sum((each) => each.earningPerHour), tickPerHour: sum((each) => each.tickPerHour), cost,
      roiSimple: cost === 0 ? null : (realised - cost) / cost, complete: projects.every((each) => each.complete), reasons: [],
    },
  };
}

export function valueEvent(of: ProjectRow, over: Partial<StreamEvents['value']> = {}): StreamEvents['value'] {
  const { currency, realised, weighted, earningPerHour, tickPerHour, cost, roiSimple, achievement, complete, asOf, freshness, lastObserved } = of;
  return {
    project: of.key, id: of.id, currency, realised, weighted, earningPerHour, tickPerHour, cost, roiSimple, achievement, complete, asOf,
    freshness, lastObserved, revision: of.revision + 1, ...over,
  };
}

export function metric(over: Partial<MetricFigures> = {}): MetricFigures {
  return {
    id: 'm1', key: 'one/cost', name: 'Infrastructure cost', kind: 'LEVEL', category: 'COST_REDUCTION', type: 'CURRENCY', unit: 'EUR',
    baseline: 50_000, target: 35_000, current: 44_000, achievement: 0.4, realised: 900, weighted: 700, earningPerHour: 8.2, tickPerHour: 8.2, flowPer: null,
    freshness: 'LIVE', lastObserved: AT, share: 1, confidence: 0.8, disbenefit: false, counted: true, reasons: [], ...over,
  };
}

export function project(over: Partial<ProjectValue> = {}): ProjectValue {
  const { alerts: _alerts, ...figures } = row();
  return { ...figures, roiDiscounted: null, realisationRate: null, asKnownAt: null, uncounted: 0, disbenefits: 0, npv: null, irr: null, paybackMonths: null, metrics: [metric()], ...over };
}

export function alertOf(over: Partial<Alert> = {}): Alert {
  return {
    id: 'a1', rule: 'r1', name: 'Above baseline', project: 'one', projectId: 'p1', projectName: 'One', metric: 'one/cost', metricId: 'm1', metricName: 'Infrastructure cost',
    unit: 'EUR', figure: 'VALUE', window: null, comparator: '>', resolvedValue: null, acknowledgedBy: null, note: null, detail: null, severity: 'CRITICAL', state: 'FIRING', late: false,
    activeAt: AT, firedAt: AT, resolvedAt: null, value: 51_000, threshold: 50_000, worthPerHour: -4, currency: 'EUR',
    acknowledgedAt: null, snoozedUntil: null, ...over,
  };
}

export function nodeOf(label: string, value: number | null, over: Partial<ExplainNode> = {}): ExplainNode {
  return { label, value, exact: null, formula: null, unit: null, from: null, to: null, readings: null, reasons: [], children: [], ...over };
}

export function windowOf(start: string, end: string, mean: number, count = 2): Window {
  return { start, end, count, sum: mean * count, min: mean, max: mean, mean, last: mean, stdDev: null, quantiles: null, revision: 1 };
}

export function ruleOf(over: Partial<Rule> = {}): Rule {
  return {
    id: 'r', name: 'too high', metric: 'one/cost', metricId: 'm1', project: 'one', projectId: 'p1', figure: 'VALUE', window: null,
    longWindow: null, shortWindow: null, allowance: null, comparator: '>',
    threshold: 51_000, clear: null, for: 'PT0S', keepFiringFor: 'PT0S', severity: 'WARNING', enabled: true, version: 1, createdAt: AT, labels: {}, ...over,
  };
}
