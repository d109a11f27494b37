import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** Rows just beyond the edge count as seen, so that they are there when one scrolls. */
const MARGIN = '200px';

/** Rows that a screen shows before anyone has scrolled; they are drawn whole at once. */
export const FIRST_IN_SIGHT = 16;

type Told = (inSight: boolean) => void;

/** One observer for all rows: the browser asks each observer anew at every frame, and hundreds of them cost more than the rows. */
let observer: IntersectionObserver | undefined;
const watched = new Map<Element, Told>();

function watch(element: Element, told: Told): () => void {
  observer ??= new IntersectionObserver(
    // Of several entries for one element, the last is how it is now.
    (entries) => entries.forEach(({ target, isIntersecting }) => watched.get(target)?.(isIntersecting)),
    { rootMargin: MARGIN },
  );
  watched.set(element, told);
  observer.observe(element);
  return () => {
    watched.delete(element);
    observer?.unobserve(element);
  };
}

/** Whether an element is in sight; where the browser cannot tell, everything is. */
export function useInSight<T extends Element>(atFirst: boolean): [RefObject<T | null>, boolean] {
  const element = useRef<T | null>(null);
  const [seen, setSeen] = useState(atFirst || typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (typeof IntersectionObserver === 'undefined' || !element.current) return;
    return watch(element.current, setSeen);
  }, []);
  return [element, seen];
}
