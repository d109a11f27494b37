import type { ReactNode } from 'react';
import { useUrl } from '../shell/urlState';
import { texts } from '../texts';

interface ExplainedProps {
  /** One of `FIGURES`, or `metric:KEY`. */
  figure: string;
  /** The figure's name, for those who do not see it. */
  name: string;
  /** The project's key; without it, the portfolio's figure, or that of the project whose page it is. */
  of?: string;
  /** In a table of many rows the keyboard goes by rows: `e` explains the one that has the focus. */
  quiet?: boolean;
  children: ReactNode;
}

/** A figure that opens the tree behind it. */
export function Explained({ figure, name, of, quiet = false, children }: ExplainedProps) {
  const { change } = useUrl();
  return (
    <button
      type="button"
      className="explained"
      title={texts.figures.explainFigure(name)}
      tabIndex={quiet ? -1 : undefined}
      onClick={() => change({ explain: figure, of: of ?? null }, { push: true })}
    >
      {children}
      <span className="visually-hidden">, {texts.figures.explain}</span>
    </button>
  );
}
