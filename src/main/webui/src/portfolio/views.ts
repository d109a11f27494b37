/** Views that a person has saved: what of the address makes the list, under a name, in this browser. */
export interface View {
  name: string;
  query: string;
}

export const VIEWS_KEY = 'payoff-views';
const MAX_VIEWS = 30;
const MAX_NAME = 60;
/** What a view keeps: not the moment looked back to, nor an open drawer. */
const KEPT = ['q', 'type', 'risk', 'group', 'sort', 'dir', 'view', 'vs', 'wall'];

export function queryOf(params: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of KEPT) params.getAll(name).forEach((value) => kept.append(name, value));
  return kept.toString();
}

/** A view under a name that exists replaces it; the oldest go where there are too many. */
export function withView(views: readonly View[], name: string, query: string): View[] {
  const named = name.trim().slice(0, MAX_NAME);
  return [...views.filter((view) => view.name !== named), { name: named, query }].slice(-MAX_VIEWS);
}

/** What opens a view: everything that views keep, as it says or not at all. */
export function opening(view: View): Record<string, string[] | null> {
  const params = new URLSearchParams(view.query);
  return Object.fromEntries(KEPT.map((name) => [name, params.has(name) ? params.getAll(name) : null]));
}
