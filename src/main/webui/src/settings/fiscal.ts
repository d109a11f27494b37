import type { Asked } from '../api/types';

export type CalendarTerms = Asked<'/api/v1/fiscal-calendar', 'put'>;

/** A stretch of a fiscal year: its name, its first and its last day (YYYY-MM-DD). */
export interface Span {
  label: string;
  from: string;
  until: string;
}

const MONTHS = 12;
const PER_QUARTER = 3;
const two = (value: number) => String(value).padStart(2, '0');
const iso = (year: number, month: number, day: number) => new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);

/** The fiscal year that a day lies in, and its quarters; as the server counts them. `today` is YYYY-MM-DD. */
export function fiscalYear({ firstMonth, namedByEnd, label }: CalendarTerms, today: string): { year: Span; quarters: Span[] } {
  const [calendarYear = 0, month = 1] = today.split('-').map(Number);
  const first = month >= firstMonth ? calendarYear : calendarYear - 1;
  const named = namedByEnd && firstMonth > 1 ? first + 1 : first;
  const name = label
    .replaceAll('{yyyy}', String(named))
    .replaceAll('{yy}', two(named % 100))
    .replaceAll('{nn}', two((named + 1) % 100));
  const span = (own: string, from: number, months: number): Span => ({
    label: own, from: iso(first, firstMonth + from, 1), until: iso(first, firstMonth + from + months, 0),
  });
  return {
    year: span(name, 0, MONTHS),
    quarters: [0, 1, 2, 3].map((quarter) => span(`${name} Q${quarter + 1}`, quarter * PER_QUARTER, PER_QUARTER)),
  };
}
