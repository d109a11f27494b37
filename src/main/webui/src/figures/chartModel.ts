import type { ReactNode } from 'react';
import { texts } from '../texts';
import { clockTime, day, timeOfDay } from './format';

export interface Line {
  label: string;
  /** A custom property of the style sheet, such as `--chart-value`. */
  colour: string;
  values: (number | null)[];
  fill?: string;
  dash?: number[];
  bars?: boolean;
  stepped?: boolean;
  /** Named on the drawing itself, where the line begins or ends. */
  named?: 'start' | 'end';
  /** Where each value lies, as far as that is known: an area around the line. */
  interval?: Interval;
}

export interface Interval {
  low: (number | null)[];
  high: (number | null)[];
  /** A custom property of the style sheet. */
  fill: string;
}

/** A level across the whole chart, labelled on the line itself. */
export interface Mark {
  label: string;
  at: number;
  colour: string;
  dash?: number[];
}

/** Something that happened at a time, such as the go-live. */
export interface Note {
  label: string;
  /** Seconds since 1970. */
  at: number;
}

/** Something that went on from a time to another; `to` equals `from` for a moment, and is null while it lasts. */
export interface Span {
  label: string;
  /** Seconds since 1970. */
  from: number;
  to: number | null;
}

export interface ChartProps {
  name: string;
  /** Seconds since 1970, ascending; one for each value of each line. */
  times: number[];
  lines: Line[];
  marks?: Mark[];
  notes?: Note[];
  spans?: Span[];
  height: number;
  format(value: number): string;
  /** How the axis tells a value; a short number unless said otherwise. */
  ticks?(value: number): string;
  from?: number;
  to?: number;
  legend?: ReactNode;
  /** Whether 0 belongs in the picture, as it does under an area or a bar. */
  zero?: boolean;
  /** Someone has marked a stretch of time, in seconds, to look at it closer. */
  zoom?(from: number, to: number): void;
}

export function readout({ times, lines, format }: ChartProps, at: number): string {
  const time = times[at];
  if (time === undefined) return '';
  const told = lines.map(({ label, values, interval }) => {
    const value = values[at] ?? null;
    const low = interval?.low[at] ?? null;
    const high = interval?.high[at] ?? null;
    const around = low === null || high === null ? '' : ` (${format(low)} – ${format(high)})`;
    return `${label} ${value === null ? '–' : format(value)}${around}`;
  });
  return [clockTime(time * 1000, Date.now()), ...told].join(' · ');
}

/** The lines with their intervals as columns of figures. */
export const columns = (lines: readonly Line[]): { label: string; values: (number | null)[] }[] =>
  lines.flatMap(({ label, values, interval }) => [
    { label, values },
    ...(interval ? [{ label: texts.chart.lowerOf(label), values: interval.low }, { label: texts.chart.upperOf(label), values: interval.high }] : []),
  ]);

/** What began since the point before, for a row of the table; what began earlier stands in the first. */
export function begun({ times, spans = [] }: Pick<ChartProps, 'times' | 'spans'>, at: number): string {
  const until = times[at]!;
  const since = at === 0 ? -Infinity : times[at - 1]!;
  const last = at === times.length - 1;
  return spans.filter(({ from }) => from > since && (from <= until || last)).map(({ label }) => label).join('; ');
}

const TOLD_SPANS = 5;

/** What happened, in words; the latest of many. */
function happened({ spans = [] }: ChartProps, now: number): string[] {
  if (spans.length === 0) return [];
  const told = spans.toSorted((a, b) => b.from - a.from).slice(0, TOLD_SPANS).map(({ label, from, to }) => {
    const start = clockTime(from * 1000, now);
    return to === from ? `${label} ${start}.` : texts.chart.span(label, start, to === null ? null : clockTime(to * 1000, now));
  });
  return [texts.chart.spans(spans.length), ...told];
}

/** The chart in words, for those who cannot see it. */
export function summary(props: ChartProps): string {
  const { name, times, lines, format, marks = [], notes = [] } = props;
  const now = Date.now();
  const told = lines.map(({ label, values, interval }) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0 || times.length === 0) return texts.chart.emptySummary(label);
    const low = known.reduce((a, b) => Math.min(a, b));
    const high = known.reduce((a, b) => Math.max(a, b));
    const first = clockTime(times[values.findIndex((value) => value !== null)]! * 1000, now);
    const last = clockTime(times[values.findLastIndex((value) => value !== null)]! * 1000, now);
    const at = values.findLastIndex((value) => value !== null);
    const lower = interval?.low[at] ?? null;
    const upper = interval?.high[at] ?? null;
    const around = lower === null || upper === null ? '' : ` ${texts.chart.around(format(lower), format(upper))}`;
    return texts.chart.summary(label, known.length, first, last, format(low), format(high)) + around;
  });
  return [`${name}.`, ...told, ...marks.map(({ label, at }) => `${label} ${format(at)}.`), ...notes.map(({ label, at }) => `${label} ${clockTime(at * 1000, now)}.`), ...happened(props, now)].join(' ');
}

/** Marks belong in the picture: a target that is out of sight says nothing. */
export function yRange(min: number | null, max: number | null, { marks = [], lines, zero = false }: ChartProps): [number, number] {
  const levels = marks.map(({ at }) => at);
  const low = Math.min(min ?? 0, ...levels, ...(zero || lines.some(({ bars }) => bars) ? [0] : []));
  const high = Math.max(max ?? 1, ...levels, ...(zero ? [0] : []));
  const pad = (high - low || Math.abs(high) || 1) * 0.08;
  return [low === 0 ? 0 : low - pad, high + pad];
}

const DAY_S = 86_400;
/** Up to here a tick is a time of day, beyond it a day. */
export const SHORT_S = 2 * DAY_S;
export const HOURS_S = [1 / 60, 1 / 12, 0.25, 0.5, 1, 2, 3, 4, 6, 12].map((hours) => hours * 3600);
export const DAYS_S = [1, 2, 4, 7, 14, 28, 61, 91, 183].map((days) => days * DAY_S);

export const span = ({ from, to, times }: ChartProps) => (to ?? times.at(-1) ?? 0) - (from ?? times[0] ?? 0);

export function tickLabel(tick: number, seconds: number): string {
  return seconds > SHORT_S ? day(tick * 1000) : timeOfDay(tick * 1000);
}
