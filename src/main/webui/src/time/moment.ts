/** The two times that an answer may be asked for; null is the present. */
export interface Moment {
  /** What had happened by then. */
  asOf: string | null;
  /** What we knew by then: a correction changes only later knowledge. */
  asKnownAt: string | null;
}

const at = (text: string | null): string | null => {
  const instant = Date.parse(text ?? '');
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
};

export const momentOf = (params: URLSearchParams): Moment => ({
  asOf: at(params.get('asOf')),
  asKnownAt: at(params.get('asKnownAt')),
});

export const isPast = ({ asOf, asKnownAt }: Moment): boolean => asOf !== null || asKnownAt !== null;

/** As query parameters of the API. */
export const asked = ({ asOf, asKnownAt }: Moment): { asOf?: string; asKnownAt?: string } => ({
  ...(asOf ? { asOf } : {}),
  ...(asKnownAt ? { asKnownAt } : {}),
});

/** A key for the cache. */
export const momentKey = ({ asOf, asKnownAt }: Moment): string => `${asOf ?? ''}|${asKnownAt ?? ''}`;

/**
 * `2026-03-31T17:00`, as a field for date and time gives it, in a time zone, as an instant; null where it is none. Where
 * clocks go back an hour is there twice: the first is meant.
 */
export function instantIn(local: string, zone: string): string | null {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return null;
  // The offset of a time near by; asked again at the result, for the days on which it changes.
  let instant = wall - offset(wall, zone);
  instant = wall - offset(instant, zone);
  return new Date(instant).toISOString();
}

/** The other way: what such a field shows for an instant. */
export function fieldIn(instant: number, zone: string): string {
  return new Date(instant + offset(instant, zone)).toISOString().slice(0, 16);
}

function offset(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(instant / 1000) * 1000;
}
