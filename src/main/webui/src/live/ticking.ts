import type { Figure, Freshness, Portfolio, ProjectFigures, Totals } from '../api/types';

const HOUR_MS = 3_600_000;

interface Ticking {
  realised: Figure;
  tickPerHour: Figure;
  cost: Figure;
  asOf: string;
  freshness: Freshness;
}

/** By how much realised value moves per hour from its `asOf` on: not at all once its readings have gone stale. */
export function slope(figures: { tickPerHour: Figure; freshness: Freshness }): number {
  return figures.freshness === 'LIVE' ? (figures.tickPerHour ?? 0) : 0;
}

/** What a figure earns per hour; a sum of units arrives in one piece, so this may differ from how the figure moves. */
const earning = (figures: { earningPerHour: Figure; freshness: Freshness }): number =>
  figures.freshness === 'LIVE' ? (figures.earningPerHour ?? 0) : 0;

/**
 * Realised value at `now` (ms): what was measured by `asOf`, and what has been earned since at the
 * rate then known. Null stays null.
 */
export function realisedAt(figures: Ticking, now: number): Figure {
  if (figures.realised === null) return null;
  const elapsed = Math.max(0, now - Date.parse(figures.asOf));
  return figures.realised + (slope(figures) * elapsed) / HOUR_MS;
}

/** (value − cost) / cost; null while cost is 0 or either is unknown. */
export function simpleRoi(realised: Figure, cost: Figure): Figure {
  return realised === null || cost === null || cost === 0 ? null : (realised - cost) / cost;
}

/** ROI at `now`; unknown if the server does not know it, whatever the parts. */
export function roiAt(figures: Ticking & { roiSimple: Figure }, now: number): Figure {
  return figures.roiSimple === null ? null : simpleRoi(realisedAt(figures, now), figures.cost);
}

/** The whole at `now`: the snapshot, and what its rows have earned since. */
export function totalRealisedAt(portfolio: Portfolio, now: number): Figure {
  const { totals } = portfolio;
  if (totals.realised === null) return null;
  // Rates of other currencies are the server's to convert: they tick as a part of the total's rate.
  const elapsed = Math.max(0, now - Date.parse(portfolio.asOf));
  return totals.realised + ((totals.tickPerHour ?? 0) * elapsed) / HOUR_MS;
}

/**
 * The totals after one row has changed, still as of the snapshot's `asOf`; null if they cannot be
 * told here (another currency, something unknown) and have to be read again.
 */
export function totalsAfter(portfolio: Portfolio, before: ProjectFigures, after: ProjectFigures): Totals | null {
  const { totals, currency } = portfolio;
  if (before.currency !== currency || after.currency !== currency) return null;
  if (before.complete !== after.complete) return null;
  const at = Date.parse(portfolio.asOf);
  const earned = moved(totals.realised, at, before, after);
  const weighted = replaced(totals.weighted, before.weighted, after.weighted);
  const cost = replaced(totals.cost, before.cost, after.cost);
  if (earned === null || weighted === null || cost === null || totals.earningPerHour === null) return null;
  return {
    ...totals,
    realised: earned,
    weighted,
    cost,
    earningPerHour: totals.earningPerHour - earning(before) + earning(after),
    tickPerHour: (totals.tickPerHour ?? 0) - slope(before) + slope(after),
    roiSimple: totals.roiSimple === null && cost !== 0 ? null : simpleRoi(earned, cost),
  };
}

// A row's line through (asOf, realised) is followed back to the snapshot's instant, or forth to it.
function moved(total: Figure, at: number, before: ProjectFigures, after: ProjectFigures): Figure {
  if (total === null || before.realised === null || after.realised === null) return null;
  const then = before.realised + (slope(before) * (at - Date.parse(before.asOf))) / HOUR_MS;
  const now = after.realised + (slope(after) * (at - Date.parse(after.asOf))) / HOUR_MS;
  return total - then + now;
}

function replaced(total: Figure, before: Figure, after: Figure): Figure {
  return total === null || before === null || after === null ? null : total - before + after;
}
