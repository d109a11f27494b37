import type { Alert, Portfolio, ProjectFigures, ProjectValue, Severity, StreamEvents } from '../api/types';
import { totalsAfter } from './ticking';

/**
 * What an event does to what is on the screen. All pure, all returning the same object where
 * nothing changes; a figure of the same or an older revision changes nothing.
 */

export interface Patched<T> {
  data: T;
  /** The event says more than can be worked out here: read the snapshot again soon. */
  reread: boolean;
}

const figuresOf = (event: StreamEvents['value']): ProjectFigures => ({
  currency: event.currency,
  realised: event.realised,
  weighted: event.weighted,
  earningPerHour: event.earningPerHour,
  tickPerHour: event.tickPerHour,
  cost: event.cost,
  roiSimple: event.roiSimple,
  achievement: event.achievement,
  complete: event.complete,
  revision: event.revision,
  asOf: event.asOf,
  freshness: event.freshness,
  lastObserved: event.lastObserved,
});

export const patchPortfolio = (portfolio: Portfolio, event: StreamEvents['value']): Patched<Portfolio> => patchAll(portfolio, [event]);

/** Several events at once, in their order. */
export function patchAll(portfolio: Portfolio, events: readonly StreamEvents['value'][]): Patched<Portfolio> {
  const projects = portfolio.projects.slice();
  let { totals } = portfolio;
  let changed = false;
  let reread = false;
  for (const event of events) {
    const index = projects.findIndex((row) => row.id === event.id);
    const before = projects[index];
    if (!before) reread = true;
    if (!before || event.revision <= before.revision) continue;
    const figures = figuresOf(event);
    const after = totalsAfter({ ...portfolio, totals }, before, figures);
    projects[index] = { ...before, ...figures };
    changed = true;
    totals = after ?? totals;
    // An event has no reasons: where something is or becomes unknown, the snapshot has the sentence.
    const unexplained = [event.realised, event.cost, event.roiSimple].includes(null) && before.reasons.length === 0;
    if (after === null || unexplained) reread = true;
  }
  return { data: changed ? { ...portfolio, projects, totals } : portfolio, reread };
}

export function patchProject(project: ProjectValue, event: StreamEvents['value']): Patched<ProjectValue> {
  if (project.id !== event.id || event.revision <= project.revision) return { data: project, reread: false };
  const unexplained = event.complete !== project.complete;
  return { data: { ...project, ...figuresOf(event) }, reread: unexplained };
}

export function patchMetric(project: ProjectValue, event: StreamEvents['metric']): Patched<ProjectValue> {
  const index = project.metrics.findIndex((metric) => metric.id === event.metric);
  const before = project.metrics[index];
  if (!before) return { data: project, reread: event.project === project.key || event.project === project.id };
  if (before.revision !== undefined && event.revision <= before.revision) return { data: project, reread: false };
  const metrics = project.metrics.slice();
  metrics[index] = {
    ...before,
    current: event.current,
    lastObserved: event.lastObserved,
    realised: event.realised,
    weighted: event.weighted,
    earningPerHour: event.earningPerHour ?? before.earningPerHour,
    tickPerHour: event.tickPerHour ?? before.tickPerHour,
    achievement: event.achievement,
    freshness: event.freshness,
    revision: event.revision,
  };
  return { data: { ...project, metrics }, reread: false };
}

/** The list of one state after an event: an episode is in the list of its own state only. */
export function patchAlerts(alerts: Alert[], state: string, event: Alert): Alert[] {
  const index = alerts.findIndex((alert) => alert.id === event.id);
  if (event.state !== state) return index < 0 ? alerts : alerts.filter((alert) => alert.id !== event.id);
  if (index < 0) return [event, ...alerts];
  const next = alerts.slice();
  next[index] = { ...next[index], ...event };
  return next;
}

const SEVERITIES: Severity[] = ['INFO', 'WARNING', 'CRITICAL'];

export function worst(alerts: Alert[]): Severity | null {
  return alerts.reduce<Severity | null>(
    (found, { severity }) =>
      found === null || SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(found) ? severity : found,
    null,
  );
}

/** The rows' alert counts, from the list of those that fire. */
export function patchAlertCounts(portfolio: Portfolio, firing: Alert[]): Portfolio {
  let changed = false;
  const projects = portfolio.projects.map((row) => {
    const own = firing.filter(({ project }) => project === row.key || project === row.id);
    const alerts = { firing: own.length, worst: worst(own) };
    if (alerts.firing === row.alerts.firing && alerts.worst === row.alerts.worst) return row;
    changed = true;
    return { ...row, alerts };
  });
  return changed ? { ...portfolio, projects } : portfolio;
}

/** A snapshot just read, with the rows that an event has already carried further than it. */
export function keepNewerRows(snapshot: Portfolio, cached: Portfolio | undefined): Portfolio {
  if (!cached) return snapshot;
  return cached.projects.reduce((merged, row) => {
    const read = merged.projects.find(({ id }) => id === row.id);
    if (!read || row.revision <= read.revision) return merged;
    const totals = totalsAfter(merged, read, row) ?? merged.totals;
    return { ...merged, totals, projects: merged.projects.map((other) => (other === read ? row : other)) };
  }, snapshot);
}

/** The same for a project: its figures, and its metrics each by their own revision. */
export function keepNewerProject(snapshot: ProjectValue, cached: ProjectValue | undefined): ProjectValue {
  if (!cached || cached.id !== snapshot.id || cached.revision <= snapshot.revision) return snapshot;
  return { ...snapshot, ...figuresOf({ ...cached, project: cached.key }), metrics: cached.metrics };
}
