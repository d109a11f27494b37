import { units } from '../figures/format';
import { texts } from './texts';

const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const UNITS_S = [86_400, 3_600, 60, 1];
const UNITS = ['day', 'hour', 'minute', 'second'] as const;

/** Seconds of an ISO 8601 duration of days and smaller; null where it is none. */
export function seconds(iso: string | null | undefined): number | null {
  const found = iso ? ISO.exec(iso) : null;
  if (!found || iso === 'P' || iso!.endsWith('T')) return null;
  return UNITS_S.reduce((sum, unit, at) => sum + unit * Number(found[at + 1] ?? 0), 0);
}

/** A duration in words: `15 minutes`, `2 hours 30 minutes`; as it was written where it is none. */
export function inWords(iso: string): string {
  const length = seconds(iso);
  const known = Object.keys(texts.durations).find((key) => seconds(key) === length);
  if (known || length === null || length === 0) return known ? texts.durations[known]! : iso;
  let rest = length;
  return UNITS_S.flatMap((unit, at) => {
    const count = at === UNITS_S.length - 1 ? rest : Math.floor(rest / unit);
    rest -= count * unit;
    return count > 0 ? [units(count, UNITS[at]!)] : [];
  }).join(' ');
}

/** Choices of a select, with one that is not among them put in front; `none` says what no time at all means. */
export function choices(keys: string[], present?: string, none?: string): { value: string; label: string }[] {
  const length = seconds(present);
  const among = present === undefined || keys.some((key) => seconds(key) === length);
  return [...(among ? [] : [present]), ...keys].map((value) => ({ value, label: none !== undefined && seconds(value) === 0 ? none : inWords(value) }));
}

/** The one of the keys that is as long, so that a select shows it. */
export const sameAs = (keys: string[], iso: string): string => keys.find((key) => seconds(key) === seconds(iso)) ?? iso;
