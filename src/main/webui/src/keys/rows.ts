/**
 * `j` and `k` walk over what a page marks with `data-row`; the focus lies on the row's first link or button, so that
 * Enter opens it. `/` leads to what a page marks with `data-search`.
 */
const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled])';

export function walkRows(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')];
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at < 0 ? (step === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))]!;
  const target = next.matches(FOCUSABLE) ? next : (next.querySelector<HTMLElement>('[data-row-link]') ?? next.querySelector<HTMLElement>(FOCUSABLE) ?? next);
  target.focus();
  next.scrollIntoView({ block: 'nearest' });
}

/** Whether there was something to search in. */
export function toSearch(): boolean {
  const search = document.querySelector<HTMLInputElement>('main [data-search]');
  search?.focus();
  search?.select();
  return search !== null;
}
