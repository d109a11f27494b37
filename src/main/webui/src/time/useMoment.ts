import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { momentOf, type Moment } from './moment';
import { rangeOf, type Range } from './range';

/** The moment that the address looks back to. */
export function useMoment(): Moment {
  const [params] = useSearchParams();
  const asOf = params.get('asOf');
  const asKnownAt = params.get('asKnownAt');
  return useMemo(
    () => momentOf(new URLSearchParams({ ...(asOf ? { asOf } : {}), ...(asKnownAt ? { asKnownAt } : {}) })),
    [asOf, asKnownAt],
  );
}

/** The stretch of time that the address shows. */
export function useRange(): Range {
  const [params] = useSearchParams();
  const text = ['range', 'from', 'to', 'compare'].map((name) => params.get(name) ?? '').join('|');
  return useMemo(() => rangeOf(params), [text]);
}
