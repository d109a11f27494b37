import { useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ProjectRow } from '../api/types';
import { inOrder, naturalDirection, order, SORTS, type Direction, type Sort } from './order';

const isSort = (name: string | null): name is Sort => (SORTS as readonly (string | null)[]).includes(name);

export interface Ordering {
  rows: ProjectRow[];
  sort: Sort;
  direction: Direction;
  /** Figures have moved since the rows were put in order. */
  overtaken: boolean;
  by(sort: Sort, direction?: Direction): void;
  again(): void;
}

/** The same array for as long as it has the same ids in the same places: figures move many times a second, rows seldom. */
function useIds(projects: ProjectRow[]): string[] {
  const known = useRef<string[]>([]);
  const before = known.current;
  if (before.length !== projects.length || projects.some(({ id }, at) => id !== before[at])) known.current = projects.map(({ id }) => id);
  return known.current;
}

/**
 * The order of rows, kept in the address. Rows are put in order when asked and when a project comes
 * or goes, never because a figure moved: what is being read stays where it is.
 */
export function useOrder(projects: ProjectRow[]): Ordering {
  const [params, setParams] = useSearchParams();
  const named = params.get('sort');
  const sort = isSort(named) ? named : 'realised';
  const way = params.get('dir');
  const direction = way === 'asc' || way === 'desc' ? way : naturalDirection(sort);
  const [turn, setTurn] = useState(0);

  const ids = useIds(projects);
  const members = useMemo(() => ids.toSorted().join(' '), [ids]);
  // Fixed for one asking: `projects` moves with every event and is left out on purpose.
  const fixed = useMemo(() => order(projects, sort, direction), [members, sort, direction, turn]);
  const rows = useMemo(() => {
    const byId = new Map(projects.map((row) => [row.id, row]));
    return fixed.flatMap((id) => byId.get(id) ?? []);
  }, [projects, fixed]);

  return {
    rows,
    sort,
    direction,
    overtaken: useMemo(() => !inOrder(rows, sort, direction), [rows, sort, direction]),
    by: (next, wanted) => {
      const flipped = direction === 'asc' ? 'desc' : 'asc';
      const dir = wanted ?? (next === sort ? flipped : naturalDirection(next));
      setParams((before) => {
        before.set('sort', next);
        before.set('dir', dir);
        return before;
      }, { replace: true });
      setTurn((n) => n + 1);
    },
    again: () => setTurn((n) => n + 1),
  };
}
