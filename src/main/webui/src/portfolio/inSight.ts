import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** Rows just beyond the edge count as seen, so that they are there when one scrolls. */
const MARGIN = '200px';

/** Rows that a screen shows before anyone has scrolled; they are drawn whole at once. */
export const FIRST_IN_SIGHT = 16;

/** Whether an element is in sight; where the browser cannot tell, everything is. */
export function useInSight<T extends Element>(atFirst: boolean): [RefObject<T | null>, boolean] {
  const element = useRef<T | null>(null);
  const [seen, setSeen] = useState(atFirst || typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (typeof IntersectionObserver === 'undefined' || !element.current) return;
    const observer = new IntersectionObserver((entries) => setSeen(entries.some(({ isIntersecting }) => isIntersecting)), {
      rootMargin: MARGIN,
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, seen];
}
