import { useEffect, useState } from 'react';

interface Settled<T> {
  shown: T[];
  /** How many came since; they wait until they are asked for. */
  fresh: number;
  show(): void;
}

/**
 * A list that does not move under the eyes: what comes while it is being read waits, and is announced. A list that
 * was empty shows what comes at once, and what leaves leaves.
 *
 * @param list what the list is of; another one begins anew
 */
export function useSettled<T extends { id: string }>(list: string, all: T[] | undefined): Settled<T> {
  const [known, setKnown] = useState<{ list: string; ids: ReadonlySet<string> } | null>(null);
  const ids = known?.list === list && known.ids.size > 0 ? known.ids : null;
  const adopt = () => setKnown({ list, ids: new Set(all?.map(({ id }) => id)) });
  const first = ids === null && all !== undefined && all.length > 0;
  useEffect(() => {
    if (first) adopt();
    // What is there at first is what there is to read; later ones are adopted by hand.
  }, [first, list]);
  const shown = ids === null ? (all ?? []) : (all ?? []).filter(({ id }) => ids.has(id));
  return { shown, fresh: (all?.length ?? 0) - shown.length, show: adopt };
}
