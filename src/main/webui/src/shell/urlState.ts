import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams, type NavigateOptions } from 'react-router';

/** What goes along from page to page: the instant one looks back to, and the stretch of time one looks at. */
export const KEPT = ['asOf', 'asKnownAt', 'range', 'from', 'to', 'compare'] as const;

export type Changes = Record<string, string | readonly string[] | null | undefined>;

function changed(before: URLSearchParams, changes: Changes): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    after.delete(name);
    if (typeof value === 'string') after.set(name, value);
    else value?.forEach((each) => after.append(name, each));
  }
  return after;
}

export interface UrlState {
  params: URLSearchParams;
  /** Several at once; null takes a name out. A step that the back button undoes has `push`. */
  change(changes: Changes, how?: { push?: boolean }): void;
}

/** The page's state is its address: what is chosen, filtered and open can be sent to someone else. */
export function useUrl(): UrlState {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (changes: Changes, how: { push?: boolean } = {}) =>
      setParams(changed(new URLSearchParams(window.location.search), changes), {
        replace: !how.push,
        preventScrollReset: true,
      }),
    [setParams],
  );
  return { params, change };
}

/** One of a few words; the first is meant where the address says nothing or something else. */
export function useUrlChoice<T extends string>(name: string, choices: readonly [T, ...T[]]): [T, (next: T) => void] {
  const { params, change } = useUrl();
  const named = params.get(name);
  const value = choices.find((choice) => choice === named) ?? choices[0];
  return [value, (next) => change({ [name]: next === choices[0] ? null : next })];
}

/**
 * Free text, such as a search; empty is not in the address. What is typed shows at once: the address follows a little
 * later, and a field that waited for it would lose letters of whoever types fast.
 */
export function useUrlText(name: string): [string, (next: string) => void] {
  const { params, change } = useUrl();
  const there = params.get(name) ?? '';
  const [typed, setTyped] = useState(there);
  const underWay = useRef<string[]>([]);
  useEffect(() => {
    const own = underWay.current.indexOf(there);
    underWay.current = own < 0 ? [] : underWay.current.slice(own + 1);
    if (own < 0) setTyped(there);
  }, [there]);
  const type = (next: string) => {
    setTyped(next);
    underWay.current.push(next);
    change({ [name]: next === '' ? null : next });
  };
  return [typed, type];
}

/** Several values of one name, in the order in which they were chosen. */
export function useUrlList(name: string): [string[], (next: readonly string[]) => void] {
  const { params, change } = useUrl();
  return [params.getAll(name), (next) => change({ [name]: next })];
}

/** An address with what is kept from the present one added; what it names itself stays. */
export function keeping(to: string, present: URLSearchParams): string {
  const [path = '/', query = ''] = to.split('?');
  const params = new URLSearchParams(query);
  for (const name of KEPT) {
    const value = present.get(name);
    if (value !== null && !params.has(name)) params.set(name, value);
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Goes to another page and takes along what is kept. */
export function useGo(): (to: string, options?: NavigateOptions) => void {
  const navigate = useNavigate();
  return useCallback(
    (to, options) => void navigate(keeping(to, new URLSearchParams(window.location.search)), options),
    [navigate],
  );
}
