import { useMemo } from 'react';
import { parsed } from '../kit/numbers';
import { useUrl, useUrlChoice } from '../shell/urlState';

/** The cases of an appraisal. */
export const BASES = ['OUTLOOK', 'PLAN', 'TO_DATE'] as const;
export type Basis = (typeof BASES)[number];

/** What an appraisal is computed by, where it is not what the project itself says; all of it in the address. */
export interface Terms {
  rate?: string;
  schedule?: string;
  horizon?: string;
  optimismBias?: string;
}

export const TERMS = ['rate', 'schedule', 'horizon', 'optimismBias'] as const;

export const termsOf = (params: URLSearchParams): Terms =>
  Object.fromEntries(TERMS.flatMap((name) => (params.get(name) ? [[name, params.get(name)!]] : [])));

export function useTerms(): Terms {
  const { params } = useUrl();
  const key = TERMS.map((name) => params.get(name) ?? '').join('|');
  return useMemo(() => termsOf(params), [key]);
}

/** Three points of a line as factors of what is told, as the address has them: `low,likely,high`. */
export interface Range {
  low: number;
  likely: number;
  high: number;
}

/** `line=0.3,0.4,0.9` for each line whose range someone has told. */
export function rangesOf(params: URLSearchParams): Record<string, Range> {
  return Object.fromEntries(
    params.getAll('line').flatMap((text) => {
      const at = text.lastIndexOf('=');
      const [low, likely, high] = text.slice(at + 1).split(',').map(Number);
      const whole = at > 0 && [low, likely, high].every((point) => point !== undefined && Number.isFinite(point));
      return whole ? [[text.slice(0, at), { low: low!, likely: likely!, high: high! }]] : [];
    }),
  );
}

export const asLines = (ranges: Record<string, Range>): string[] =>
  Object.entries(ranges).map(([key, { low, likely, high }]) => `${key}=${low},${likely},${high}`);

/** Two lines that move together, by the correlation of their ranks: -1 to 1. */
export interface Pair {
  one: string;
  other: string;
  rank: number;
}

const SEPARATOR = '~';
// A line's key holds a category that somebody typed: whatever is in it must not end the part.
const escaped = (key: string) => encodeURIComponent(key).replaceAll(SEPARATOR, '%7E');

/** `pair=one~other~0.5` for each pair that someone has told. */
export function pairsOf(params: URLSearchParams): Pair[] {
  return params.getAll('pair').flatMap((text) => {
    const [one, other, rank] = text.split(SEPARATOR);
    if (!one || !other || rank === undefined || rank === '' || !Number.isFinite(Number(rank))) return [];
    try {
      return [{ one: decodeURIComponent(one), other: decodeURIComponent(other), rank: Number(rank) }];
    } catch {
      // An address that was cut in the middle of a letter tells no pair.
      return [];
    }
  });
}

export const asPairs = (pairs: readonly Pair[]): string[] =>
  pairs.map(({ one, other, rank }) => [escaped(one), escaped(other), rank].join(SEPARATOR));

/** What a simulation is drawn by. */
export interface Draw {
  basis: Basis;
  seed: number;
  runs: number;
  shape: Shape;
  ranges: Record<string, Range>;
  correlations: Pair[];
  commonCorrelation?: number;
}

export const SHAPES = ['PERT', 'TRIANGULAR'] as const;
export type Shape = (typeof SHAPES)[number];
export const RUNS = 10_000;
export const SEED = 1;

export function whole(text: string | null): number | null {
  const number = parsed(text ?? '');
  return number !== null && Number.isInteger(number) ? number : null;
}

/** The draw that the address tells: of the page, and of the drawer that proves its figures. */
export function useDraw(): Draw {
  const { params } = useUrl();
  const [basis] = useUrlChoice('basis', BASES);
  const [shape] = useUrlChoice('shape', SHAPES);
  const seed = whole(params.get('seed')) ?? SEED;
  const runs = whole(params.get('runs')) ?? RUNS;
  const commonCorrelation = parsed(params.get('tied') ?? '') ?? undefined;
  return { basis, seed, runs, shape, ranges: rangesOf(params), correlations: pairsOf(params), commonCorrelation };
}
