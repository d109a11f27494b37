import type { WindowSize } from '../api/queries';
import type { MetricFigures, Rule, SeriesPoint, Window } from '../api/types';
import type { Mark } from '../figures/Chart';
import { texts } from '../texts';

const STEP_S = { minute: 60, hour: 3600, day: 86_400 };
const HOURS_PER: Record<string, number> = { HOUR: 1, DAY: 24, WEEK: 168, MONTH: 730.5, YEAR: 8766 };

export interface Points {
  times: number[];
  values: (number | null)[];
}

/**
 * A metric's windows as points: a LEVEL's mean, a FLOW's sum. A hole in the windows is a hole in the
 * line, and the reading that just came is a LEVEL's last point before its window is read again.
 */
export function metricPoints(windows: Window[], metric: MetricFigures, size: WindowSize): Points {
  const times: number[] = [];
  const values: (number | null)[] = [];
  for (const window of windows) {
    const at = Date.parse(window.start) / 1000;
    const last = times.at(-1);
    if (last !== undefined && at - last > STEP_S[size] * 1.5) {
      times.push(last + STEP_S[size]);
      values.push(null);
    }
    times.push(at);
    values.push(metric.kind === 'FLOW' ? window.sum : window.mean);
  }
  const latest = metric.lastObserved === null ? null : Date.parse(metric.lastObserved) / 1000;
  if (metric.kind === 'LEVEL' && latest !== null && metric.current !== null && latest > (times.at(-1) ?? Infinity)) {
    times.push(latest);
    values.push(metric.current);
  }
  return { times, values };
}

/** A FLOW's baseline and target are units per flow period; its chart shows units per hour or day. */
function scaleOf({ kind, flowPer }: Pick<MetricFigures, 'kind' | 'flowPer'>, size: WindowSize): number {
  return kind === 'FLOW' ? STEP_S[size] / 3600 / (HOURS_PER[flowPer ?? 'MONTH'] ?? 730.5) : 1;
}

interface Promised {
  baseline: number | null;
  target: number | null;
  targetDate: string | null;
  targetProfile: unknown;
  benefitStart: string | null;
}

/**
 * How a metric's target moves, at each time, in the chart's unit: along its profile, or from the baseline at the benefit's
 * start straight to the target at its date. Null where it stays as it is.
 */
export function targetCourse(
  times: readonly number[],
  { baseline, target, targetDate, targetProfile, benefitStart }: Promised,
  goLive: string | null,
  metric: Pick<MetricFigures, 'kind' | 'flowPer'>,
  size: WindowSize,
): (number | null)[] | null {
  const start = Date.parse(benefitStart ?? goLive ?? '') / 1000;
  const due = Date.parse(targetDate ?? '') / 1000;
  const profile = Array.isArray(targetProfile) ? (targetProfile as { at: string; target: number }[]) : [];
  const points = profile.length
    ? profile.map((point) => ({ at: Date.parse(point.at) / 1000, target: Number(point.target) }))
    : start < due && baseline !== null && target !== null
      ? [{ at: start, target: baseline }, { at: due, target }]
      : [];
  if (points.length === 0) return null;
  const scale = scaleOf(metric, size);
  return times.map((time) => {
    const next = points.findIndex(({ at }) => at >= time);
    const after = points[next < 0 ? points.length - 1 : next]!;
    const before = next > 0 ? points[next - 1]! : after;
    const share = after.at > before.at ? (time - before.at) / (after.at - before.at) : 0;
    return (before.target + (after.target - before.target) * share) * scale;
  });
}

/** Baseline, target and thresholds in the unit that the chart has; a target that moves is a line, not a level. */
export function metricMarks(metric: MetricFigures, rules: Rule[], size: WindowSize, moves = false): Mark[] {
  const scale = scaleOf(metric, size);
  const marks: Mark[] = [];
  if (metric.baseline !== null) {
    marks.push({ label: texts.project.baseline, at: metric.baseline * scale, colour: '--chart-baseline', dash: [2, 3] });
  }
  if (metric.target !== null && !moves) {
    marks.push({ label: texts.project.target, at: metric.target * scale, colour: '--chart-target', dash: [6, 3] });
  }
  for (const rule of rules) {
    if (rule.enabled && rule.threshold !== null && concerns(rule, metric) && drawable(rule, metric, size)) {
      marks.push({ label: `${rule.comparator ?? ''} ${rule.name}`.trim(), at: rule.threshold, colour: '--chart-threshold' });
    }
  }
  return marks;
}

const concerns = (rule: Rule, metric: MetricFigures) => rule.metric === metric.id || rule.metric === metric.key;

// A threshold is drawn only where it is of the same measure as the line.
function drawable(rule: Rule, metric: MetricFigures, size: WindowSize): boolean {
  if (metric.kind === 'FLOW') return rule.figure === 'SUM' && rule.window === size.toUpperCase();
  return ['VALUE', 'MEAN', 'MIN', 'MAX'].includes(rule.figure);
}

/** The value series as it stands. */
export const seriesPoints = (points: SeriesPoint[]) => ({
  times: points.map(({ at }) => Date.parse(at) / 1000),
  realised: points.map(({ realised }) => realised),
  cost: points.map(({ cost }) => cost),
  planned: points.map(({ planned }) => planned),
});

/** The value series, carried on to the present by what is being earned. */
export function valuePoints(
  points: SeriesPoint[],
  now: number,
  realised: number | null,
  cost: number | null,
): { times: number[]; realised: (number | null)[]; cost: (number | null)[]; planned: (number | null)[] } {
  const known = points.filter(({ at }) => Date.parse(at) < now);
  return {
    times: [...known.map(({ at }) => Date.parse(at) / 1000), now / 1000],
    realised: [...known.map((point) => point.realised), realised],
    cost: [...known.map((point) => point.cost), cost],
    planned: [...known.map((point) => point.planned), points.at(-1)?.planned ?? null],
  };
}

interface ValuePoints {
  times: number[];
  realised: (number | null)[];
}

/**
 * How realised value would have gone on from its first point at the pace of an earlier stretch: that stretch's gains,
 * laid over this one by their share of the way. Null where it is not known.
 */
export function paceOf({ times, realised }: ValuePoints, earlier: readonly SeriesPoint[]): (number | null)[] | null {
  const start = realised.find((value) => value !== null);
  const base = earlier[0]?.realised;
  if (start === undefined || start === null || base === null || base === undefined || earlier.length < 2) return null;
  const first = times[0]!;
  const length = times.at(-1)! - first;
  return times.map((time) => {
    const share = length === 0 ? 0 : (time - first) / length;
    const value = earlier[Math.round(share * (earlier.length - 1))]!.realised;
    return value === null ? null : start + value - base;
  });
}

interface DatedCost {
  incurredOn: string;
  amount: number;
  currency: string;
}

/** Cost planned up to each time, of the lines in the project's own currency, by the day that they are planned for. */
export function plannedAt(times: readonly number[], lines: readonly DatedCost[], currency: string): (number | null)[] {
  const own = lines.filter((line) => line.currency === currency);
  return times.map((time) => {
    const day = new Date(time * 1000).toISOString().slice(0, 10);
    return own.reduce((sum, { incurredOn, amount }) => (incurredOn <= day ? sum + amount : sum), 0);
  });
}

/** The windows of the stretch before, laid over the times of this one; null where there was none. */
export function shifted(times: readonly number[], earlier: readonly Window[], span: number, size: WindowSize, kind: MetricFigures['kind']): (number | null)[] {
  const step = STEP_S[size];
  const slot = (seconds: number) => Math.floor(seconds / step);
  const known = new Map(earlier.map((window) => [slot((Date.parse(window.start) + span) / 1000), kind === 'FLOW' ? window.sum : window.mean]));
  return times.map((time) => known.get(slot(time)) ?? null);
}
