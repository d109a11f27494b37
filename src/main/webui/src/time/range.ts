/**
 * The stretch of time that a page shows, as it stands in the address: `range=30d` up to the present, or `from` and `to`
 * for a fixed one; `compare=previous` lays the stretch before beside it.
 */

export const PRESETS = ['24h', '7d', '30d', '90d', '1y'] as const;
export type Preset = (typeof PRESETS)[number];
export const DEFAULT_PRESET: Preset = '7d';

const HOUR_MS = 3_600_000;
/** Lengths as the value model has them: a month is 730.5 hours. */
const UNIT_HOURS: Record<string, number> = { h: 1, d: 24, w: 168, m: 730.5, y: 8766 };
const RELATIVE = /^(\d{1,4})([hdwmy])$/;
const MIN_SPAN_MS = 60_000;
const MAX_SPAN_MS = 10 * 8766 * HOUR_MS;

export type Range =
  | { kind: 'relative'; text: string; span: number; compare: boolean }
  | { kind: 'absolute'; from: number; to: number; compare: boolean };

/** Milliseconds of `45d`, `6h`, `2w`; null where it is no such thing, or longer than ten years. */
export function spanOf(text: string | null): number | null {
  const match = text ? RELATIVE.exec(text.trim().toLowerCase()) : null;
  if (!match) return null;
  const span = Number(match[1]) * UNIT_HOURS[match[2]!]! * HOUR_MS;
  return span >= MIN_SPAN_MS && span <= MAX_SPAN_MS ? span : null;
}

/** What the address says; nothing, or something that means nothing, is the preset that pages open with. */
export function rangeOf(params: URLSearchParams): Range {
  const compare = params.get('compare') === 'previous';
  const from = Date.parse(params.get('from') ?? '');
  const to = Date.parse(params.get('to') ?? '');
  if (to - from >= MIN_SPAN_MS && to - from <= MAX_SPAN_MS) return { kind: 'absolute', from, to, compare };
  const named = params.get('range');
  const span = spanOf(named);
  return span === null
    ? { kind: 'relative', text: DEFAULT_PRESET, span: spanOf(DEFAULT_PRESET)!, compare }
    : { kind: 'relative', text: named!.trim().toLowerCase(), span, compare };
}

export interface Stretch {
  from: number;
  to: number;
}

/** From when to when, if it is `now`. */
export function stretch(range: Range, now: number): Stretch {
  return range.kind === 'absolute' ? { from: range.from, to: range.to } : { from: now - range.span, to: now };
}

/** As long a stretch, just before. */
export const before = ({ from, to }: Stretch): Stretch => ({ from: from - (to - from), to: from });

/** What a chart's zoom puts in the address, to the minute. */
export function absolute(from: number, to: number): Record<string, string | null> {
  const minute = (at: number) => new Date(Math.round(at / 60_000) * 60_000).toISOString().slice(0, 16) + 'Z';
  return { from: minute(from), to: minute(to), range: null };
}

/** Twice as long about the same middle, but not into the future. */
export function wider(now: Stretch, present: number): Stretch {
  const half = (now.to - now.from) / 2;
  const to = Math.min(present, now.to + half);
  return { from: to - 4 * half, to };
}

/** A key for the cache: relative stretches move with the present, absolute ones do not. */
export const rangeKey = (range: Range): string =>
  range.kind === 'absolute' ? `${range.from}-${range.to}` : range.text;
