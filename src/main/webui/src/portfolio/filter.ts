import type { ProjectRow } from '../api/types';
import { riskOf, RISKS, type Risk } from './risk';

export const GROUPINGS = ['none', 'type', 'risk', 'currency'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Filter {
  text: string;
  type: string | null;
  risk: Risk | null;
}

/** Projects whose name or key holds every word, of one type and in one danger where these are asked for. */
export function fits(row: ProjectRow, { text, type, risk }: Filter): boolean {
  if (type !== null && row.type !== type) return false;
  if (risk !== null && riskOf(row) !== risk) return false;
  if (text.trim() === '') return true;
  const words = text.trim().toLocaleLowerCase().split(/\s+/);
  const named = `${row.name} ${row.key}`.toLocaleLowerCase();
  return words.every((word) => named.includes(word));
}

export interface Group {
  /** What its rows have in common; null where nothing is grouped. */
  key: string | null;
  rows: ProjectRow[];
}

/** Rows in their order, by what they have in common; risks from the worst, the others by name. */
export function grouped(rows: readonly ProjectRow[], by: Grouping): Group[] {
  if (by === 'none') return [{ key: null, rows: [...rows] }];
  const keyOf = (row: ProjectRow): string => (by === 'risk' ? riskOf(row) : row[by]);
  const groups = new Map<string, ProjectRow[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  const rank = (key: string) => (by === 'risk' ? RISKS.indexOf(key as Risk) : 0);
  return [...groups]
    .map(([key, members]) => ({ key, rows: members }))
    .sort((a, b) => rank(a.key) - rank(b.key) || a.key.localeCompare(b.key));
}

/** What is known of rows in one currency, added up; null where they differ or one is unknown. */
export function sumOf(rows: readonly ProjectRow[], of: (row: ProjectRow) => number | null): { currency: string; sum: number } | null {
  const currency = rows[0]?.currency;
  if (currency === undefined || rows.some((row) => row.currency !== currency)) return null;
  let sum = 0;
  for (const row of rows) {
    const value = of(row);
    if (value === null) return null;
    sum += value;
  }
  return { currency, sum };
}
