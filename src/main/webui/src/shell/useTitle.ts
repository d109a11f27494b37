import { useEffect } from 'react';
import { texts } from '../texts';

/** The tab's title; the page's own name first, for those with many tabs. */
export function useTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · ${texts.product}`;
  }, [name]);
}
