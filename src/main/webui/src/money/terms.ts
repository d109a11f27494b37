import { useMemo } from 'react';
import { useUrl } from '../shell/urlState';

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
