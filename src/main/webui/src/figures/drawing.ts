import { useMediaQuery } from '@mantine/hooks';

/** How wide a drawing of the page's own is, in its units, and what its labels at the left may take. */
export interface Drawing {
  width: number;
  /** Room for names at the left. */
  label: number;
  /** Letters of a name that fit there. */
  longest: number;
}

const WIDE: Drawing = { width: 640, label: 190, longest: 28 };
/** About as many units as a phone has pixels, so that letters keep their size and nothing is scrolled sideways. */
const SLIM: Drawing = { width: 320, label: 100, longest: 15 };

export const useDrawing = (): Drawing => (useMediaQuery('(max-width: 600px)') ? SLIM : WIDE);

export const cut = (name: string, longest: number): string => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);
