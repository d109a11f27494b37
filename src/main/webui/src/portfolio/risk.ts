import type { Portfolio, ProjectRow } from '../api/types';

/** What is known of a project's danger, from the worst: an alert fires, figures are stale or missing, it is well. */
export type Risk = 'critical' | 'warning' | 'unknown' | 'none';
export const RISKS: Risk[] = ['critical', 'warning', 'unknown', 'none'];

export function riskOf({ alerts, freshness }: Pick<ProjectRow, 'alerts' | 'freshness'>): Risk {
  if (alerts.firing > 0 && alerts.worst === 'CRITICAL') return 'critical';
  if (alerts.firing > 0 && alerts.worst === 'WARNING') return 'warning';
  return freshness === 'LIVE' ? 'none' : 'unknown';
}

export interface AtRisk {
  projects: ProjectRow[];
  /** What these projects earn per hour, in the portfolio's currency. */
  perHour: number;
}

/** Projects of the portfolio's currency where an alert of some weight fires or figures are not live, and what they earn. */
export function atRisk(portfolio: Portfolio): AtRisk {
  const projects = portfolio.projects.filter((row) => row.currency === portfolio.currency && riskOf(row) !== 'none');
  return { projects, perHour: projects.reduce((sum, { earningPerHour }) => sum + (earningPerHour ?? 0), 0) };
}
