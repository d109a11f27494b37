import type { Portfolio, ProjectRow } from '../api/types';
import { riskOf, type Risk } from './risk';

/** The geometry of the portfolio's charts: pure, in units of the drawing. */

export interface Bubble {
  row: ProjectRow;
  x: number;
  y: number;
  radius: number;
  risk: Risk;
}

export interface Bubbles {
  bubbles: Bubble[];
  /** The end of both axes: they have one scale, so that break-even is a diagonal. */
  costEnd: number;
  low: number;
  high: number;
}

const MIN_RADIUS = 4;
const MAX_RADIUS = 22;

/** A round number at or above: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= value * 0.999999)!;
}

/** Projects in the portfolio's currency, the large ones behind the small ones; the area tells what is earned per hour. */
export function bubblesOf({ projects, currency }: Portfolio, width: number, height: number): Bubbles | null {
  const rows = projects.filter((row) => row.currency === currency && row.realised !== null && row.cost !== null);
  if (rows.length === 0) return null;
  const costEnd = roundUp(Math.max(...rows.map(({ cost }) => cost!), 1));
  const high = roundUp(Math.max(...rows.map(({ realised }) => realised!), 1));
  const deepest = Math.min(0, ...rows.map(({ realised }) => realised!));
  const low = deepest < 0 ? -roundUp(-deepest) : 0;
  const most = Math.max(...rows.map(({ earningPerHour }) => Math.abs(earningPerHour ?? 0)), 1e-9);
  const bubbles = rows.map((row) => ({
    row,
    x: (row.cost! / costEnd) * width,
    y: height - ((row.realised! - low) / (high - low)) * height,
    radius: Math.max(MIN_RADIUS, MAX_RADIUS * Math.sqrt(Math.abs(row.earningPerHour ?? 0) / most)),
    risk: riskOf(row),
  }));
  return { bubbles: bubbles.sort((a, b) => b.radius - a.radius), costEnd, low, high };
}

export interface Step {
  label: string;
  key: string | null;
  from: number;
  to: number;
  kind: 'gain' | 'loss' | 'total';
}

/** What made the total: each project's realised value, the smallest as one, then cost, and what is left. */
export function waterfallOf({ projects, currency, totals }: Portfolio, most: number, words: { others(n: number): string; cost: string; net: string; total: string }): Step[] {
  const rows = projects
    .filter((row) => row.currency === currency && row.realised !== null && row.realised !== 0)
    .sort((a, b) => Math.abs(b.realised!) - Math.abs(a.realised!));
  const shown = rows.length > most ? rows.slice(0, most - 1) : rows;
  const rest = rows.slice(shown.length);
  const steps: Step[] = [];
  let level = 0;
  const add = (label: string, key: string | null, amount: number) => {
    steps.push({ label, key, from: level, to: level + amount, kind: amount < 0 ? 'loss' : 'gain' });
    level += amount;
  };
  shown.sort((a, b) => b.realised! - a.realised!).forEach((row) => add(row.name, row.key, row.realised!));
  if (rest.length > 0) add(words.others(rest.length), null, rest.reduce((sum, { realised }) => sum + realised!, 0));
  steps.push({ label: words.total, key: null, from: 0, to: level, kind: 'total' });
  if (totals.cost !== null) {
    add(words.cost, null, -totals.cost);
    steps.push({ label: words.net, key: null, from: 0, to: level, kind: 'total' });
  }
  return steps;
}

/** A line through points in a box; where something is unknown it is broken. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return '';
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  let pen = false;
  return values
    .map((value, index) => {
      if (value === null) {
        pen = false;
        return '';
      }
      const x = (index / (values.length - 1)) * width;
      const y = span === 0 ? height / 2 : height - ((value - low) / span) * height;
      const step = `${pen ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = true;
      return step;
    })
    .join('');
}
