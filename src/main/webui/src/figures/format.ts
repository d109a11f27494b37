import { texts } from '../texts';

/** Undefined lets Intl take the browser's own; tests name one. */
let locale: string | undefined;
let zone: string | undefined;
let wall: Intl.DateTimeFormat | undefined;

/** The tenant's time zone: days and months are cut in it, so times are shown in it. */
export function showTimesIn(timeZone: string | undefined): void {
  zone = timeZone;
  wall = undefined;
  dateFormats.clear();
}

export function useLocale(name: string | undefined): void {
  locale = name;
  numberFormats.clear();
  dateFormats.clear();
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

// Intl's formatters cost far more to make than to use; the options come from code, so few exist.
function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  let format = numberFormats.get(key);
  if (!format) numberFormats.set(key, (format = new Intl.NumberFormat(locale, options)));
  return format;
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  let format = dateFormats.get(key);
  if (!format) dateFormats.set(key, (format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })));
  return format;
}

export interface MoneyStyle {
  /** Digits after the point; default 0. */
  digits?: number;
  /** As many as this where they are not 0. */
  upTo?: number;
  /** A + before what is above 0. */
  signed?: boolean;
  compact?: boolean;
}

function moneyFormat(currency: string, { digits = 0, upTo = digits, signed, compact }: MoneyStyle): Intl.NumberFormat {
  return numbers({
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: compact ? 0 : digits,
    maximumFractionDigits: compact ? 1 : upTo,
    ...(signed ? { signDisplay: 'exceptZero' as const } : {}),
    ...(compact ? { notation: 'compact' as const } : {}),
  });
}

export function money(value: number, currency: string, style: MoneyStyle = {}): string {
  return moneyFormat(currency, style).format(value).replace('-', '−');
}

/** The code apart from the amount, for setting it smaller; the code's place follows the locale. */
export function moneyParts(
  value: number,
  currency: string,
  style: MoneyStyle = {},
): { code: string; amount: string; codeFirst: boolean } {
  const parts = moneyFormat(currency, style).formatToParts(value);
  const code = parts.findIndex((part) => part.type === 'currency');
  const digit = parts.findIndex((part) => part.type === 'integer');
  const amount = parts
    .filter((part) => part.type !== 'currency')
    .map((part) => part.value)
    .join('')
    .trim()
    .replace('-', '−')
    .replace(/^([−+])[\s\u00a0]+/, '$1');
  return { code: parts[code]?.value ?? currency, amount, codeFirst: code < digit };
}

/** A plain number with as many digits as tell something, at most four significant ones below 1000. */
export function number(value: number, unit?: string | null): string {
  const size = Math.abs(value);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
  const text = numbers({ maximumFractionDigits: digits }).format(value).replace('-', '−');
  return unit ? `${text}\u00a0${unit}` : text;
}

export function compactNumber(value: number): string {
  return numbers({ notation: 'compact', maximumFractionDigits: 2 }).format(value).replace('-', '−');
}

/** A ratio as percent: 0.4989 is 49.9 %. */
export function percent(ratio: number, { signed = false, digits = 1 } = {}): string {
  return numbers({
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(signed ? { signDisplay: 'exceptZero' as const } : {}),
  })
    .format(ratio)
    .replace('-', '−');
}

const DAY_MS = 86_400_000;

/** The clock time; with the date if it is not of the day of `now`. */
export function clockTime(instant: string | number, now: number, seconds = false): string {
  const at = new Date(instant);
  const day = dates({ year: 'numeric', month: '2-digit', day: '2-digit' });
  const time = dates({ hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' as const } : {}), hourCycle: 'h23' });
  if (day.format(at) === day.format(now)) return time.format(at);
  const sameYear = Math.abs(now - at.getTime()) < 300 * DAY_MS;
  const date = dates({ day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' as const }) });
  return `${date.format(at)}, ${time.format(at)}`;
}

/** The day alone. */
export function day(instant: number): string {
  return dates({ day: 'numeric', month: 'short' }).format(instant);
}

/** A day with its year, for what lies further off. */
export function longDay(instant: number): string {
  return dates({ day: 'numeric', month: 'short', year: 'numeric' }).format(instant);
}

/** A month's name, 1 to 12. */
export function monthName(month: number): string {
  // Noon in the middle of the month: the same month in every time zone.
  return dates({ month: 'long' }).format(Date.UTC(2026, month - 1, 15, 12));
}

/** The time of day alone. */
export function timeOfDay(instant: number): string {
  return dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);
}

/**
 * A date whose own year to second are what clocks show in the zone that times are shown in; for who asks at each tick of a chart,
 * since making a formatter for each would cost more than drawing it.
 */
export function wallDate(milliseconds: number): Date {
  if (!zone) return new Date(milliseconds);
  wall ??= new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  const parts = wall.formatToParts(milliseconds);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  return new Date(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** The time zone that times are shown in; undefined is the browser's. */
export const shownZone = (): string | undefined => zone;

export function fullTime(instant: string | number): string {
  return dates({ dateStyle: 'medium', timeStyle: 'long' }).format(new Date(instant));
}

/** How long, in its two greatest units: `3 d 4 h`, `12 min`. */
export function duration(milliseconds: number): string {
  const { units } = texts;
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  if (minutes < 1) return units.underAMinute;
  if (minutes < 60) return `${minutes}\u00a0${units.minutes}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, units.hours, minutes % 60, units.minutes);
  return pair(Math.floor(hours / 24), units.days, hours % 24, units.hours);
}

function pair(first: number, firstUnit: string, second: number, secondUnit: string): string {
  const head = `${first}\u00a0${firstUnit}`;
  return second === 0 ? head : `${head} ${second}\u00a0${secondUnit}`;
}

/** So many of a unit of time, in words: `2 minutes`. */
export function units(count: number, unit: 'day' | 'hour' | 'minute' | 'second'): string {
  return numbers({ style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** A sentence with its instants as people of this tenant read them. */
export const instantsInWords = (sentence: string): string => sentence.replace(INSTANT, (instant) => clockTime(instant, Date.now(), true));
