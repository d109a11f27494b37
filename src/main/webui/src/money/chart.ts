import type { Bar, Simulated } from './api';

/** The geometry of the money page's drawings: pure. */

export interface Step {
  /** Chance to stay at or below, 0 to 1. */
  chance: number;
  amount: number;
}

/** Percentiles `p05` … `p95` as steps of a rising curve, with the chance of a loss where the amount is 0. */
export function curveOf({ percentiles, probabilityNegative }: Pick<Simulated, 'percentiles' | 'probabilityNegative'>): Step[] {
  const steps = Object.entries(percentiles)
    .map(([name, amount]) => ({ chance: Number(name.slice(1)) / 100, amount }))
    .filter(({ chance }) => Number.isFinite(chance));
  // Where 0 lies among them it is a point as good as they are, and the one that people look for.
  const within = steps.some(({ amount }) => amount < 0) && steps.some(({ amount }) => amount > 0);
  if (within && probabilityNegative !== null) steps.push({ chance: probabilityNegative, amount: 0 });
  return steps.sort((a, b) => a.amount - b.amount || a.chance - b.chance);
}

/** From the least to the most of amounts, with some room, and 0 in sight where it is near. */
export function span(amounts: readonly number[]): [number, number] {
  const low = Math.min(...amounts);
  const high = Math.max(...amounts);
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  const from = low > 0 && low < high - low ? 0 : low;
  const to = high < 0 && -high < high - low ? 0 : high;
  return [from === 0 ? 0 : from - room, to === 0 ? 0 : to + room];
}

export interface Drawn {
  bar: Bar;
  /** The sides of the bar left and right of the expected value; null where one end is unknown. */
  low: number;
  high: number;
}

/** The bars that are known at both ends, in the order in which the server tells them: the widest first. */
export const drawnOf = (bars: readonly Bar[]): Drawn[] =>
  bars.flatMap((bar) => (bar.npvAtLow === null || bar.npvAtHigh === null ? [] : [{ bar, low: bar.npvAtLow, high: bar.npvAtHigh }]));

export interface Cell {
  /** Null where the cell is open: all that lies below, or above. */
  from: number | null;
  to: number | null;
  runs: number;
  /** Of all runs, 0 to 1. */
  share: number;
}

/** The cells of a histogram from the least amount to the greatest, with what lies beyond them at both ends. */
export function cellsOf({ histogram, runs }: Pick<Simulated, 'histogram' | 'runs'>): Cell[] {
  if (!histogram || runs === 0) return [];
  const { from, to, width, counts, below, above } = histogram;
  const share = (count: number) => ({ runs: count, share: count / runs });
  return [
    { from: null, to: from, ...share(below) },
    ...counts.map((count, at) => ({ from: from + at * width, to: at === counts.length - 1 ? to : from + (at + 1) * width, ...share(count) })),
    { from: to, to: null, ...share(above) },
  ];
}
