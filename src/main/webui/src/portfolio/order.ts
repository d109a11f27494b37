import type { Figure, ProjectRow, Severity } from '../api/types';

export const SORTS = ['name', 'realised', 'cost', 'against', 'roi', 'earning', 'achievement', 'freshness', 'alerts'] as const;
export type Sort = (typeof SORTS)[number];
export type Direction = 'asc' | 'desc';

const FRESHNESS = { NO_DATA: 0, STALE: 1, LIVE: 2 };
const SEVERITY: Record<Severity, number> = { INFO: 1, WARNING: 2, CRITICAL: 3 };

function measure(row: ProjectRow, sort: Exclude<Sort, 'name'>): Figure {
  switch (sort) {
    case 'realised':
      return row.realised;
    case 'cost':
      return row.cost;
    case 'against':
      return row.realised === null || !row.cost ? null : row.realised / row.cost;
    case 'roi':
      return row.roiSimple;
    case 'earning':
      return row.earningPerHour;
    case 'achievement':
      return row.achievement;
    case 'freshness':
      return FRESHNESS[row.freshness];
    case 'alerts':
      return row.alerts.worst === null ? 0 : SEVERITY[row.alerts.worst] * 1000 + row.alerts.firing;
  }
}

function compare(a: ProjectRow, b: ProjectRow, sort: Sort, turn: 1 | -1): number {
  if (sort === 'name') return turn * a.name.localeCompare(b.name);
  const left = measure(a, sort);
  const right = measure(b, sort);
  if (left === null || right === null) return left === right ? a.name.localeCompare(b.name) : left === null ? 1 : -1;
  return turn * (left - right) || a.name.localeCompare(b.name);
}

const turnOf = (direction: Direction) => (direction === 'asc' ? 1 : -1);

/** Ids in the order asked for; what is unknown comes last in either direction. */
export function order(rows: ProjectRow[], sort: Sort, direction: Direction): string[] {
  return rows
    .slice()
    .sort((a, b) => compare(a, b, sort, turnOf(direction)))
    .map(({ id }) => id);
}

/** Whether the rows are in the order asked for. Asked at every event, so that nothing is sorted for it. */
export function inOrder(rows: readonly ProjectRow[], sort: Sort, direction: Direction): boolean {
  return rows.every((row, at) => at === 0 || compare(rows[at - 1]!, row, sort, turnOf(direction)) <= 0);
}

/** Words sort from A, figures from the greatest. */
export const naturalDirection = (sort: Sort): Direction => (sort === 'name' ? 'asc' : 'desc');
