import type { ReactNode } from 'react';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import { texts } from './texts';

/** What the server cannot tell for a time that has passed is not shown as if it could. */
export function OfThePresent({ children }: { children: ReactNode }) {
  return isPast(useMoment()) ? <p className="panel empty quiet">{texts.past}</p> : children;
}
