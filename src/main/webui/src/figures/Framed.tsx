import { useMediaQuery } from '@mantine/hooks';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { Explained } from '../explain/Explained';
import { texts } from '../texts';
import { compactNumber } from './format';
import { fileName, saveCsv, savePng, saveSvg, standalone } from './save';
import { SaveMenu } from './SaveMenu';

/** A cell of the table; a figure that can be proved opens its tree: of the project that is named, else of the page's own. */
export type FramedCell = string | number | null | { value: number | null; explain: string; name: string; of?: string };

interface FramedProps {
  title: string;
  note: string;
  rows: FramedCell[][];
  legend?: ReactNode;
  /** The table is open from the start, where the drawing is hard to read. */
  tableFirst?: boolean;
  children: ReactNode;
}

/** A drawing with its title, the figures as a table for those who want them, and a way to take it along. */
export function Framed({ title, note, rows, legend, tableFirst = false, children }: FramedProps) {
  const figure = useRef<HTMLElement>(null);
  // A drawing that has to be scrolled sideways is half a drawing: the table beside it is whole.
  const narrow = useMediaQuery('(max-width: 600px)');
  const drawing = () => standalone(figure.current!.querySelector('svg.drawing')!, title);
  const [head, ...body] = rows;
  return (
    <figure className="panel framed" ref={figure}>
      <figcaption>
        <h2>{title}</h2>
        <p className="small quiet">{note}</p>
      </figcaption>
      <div className="scroll" tabIndex={0} role="group" aria-label={title}>
        {children}
      </div>
      <div className="chart-foot">
        <div className="legend">{legend}</div>
        <SaveMenu
          name={title}
          csv={() => saveCsv(fileName(title), rows.map((cells) => cells.map(plain)))}
          svg={() => saveSvg(fileName(title), drawing())}
          png={() => savePng(fileName(title), drawing())}
        />
      </div>
      <details className="as-table" open={tableFirst || narrow || undefined}>
        <summary className="small">{texts.chart.showTable}</summary>
        <div className="chart-table" tabIndex={0}>
          <table>
            <caption className="visually-hidden">{title}</caption>
            <thead>
              <tr>{head!.map(plain).map((cell) => <th key={cell} scope="col" className={cell === head![0] ? undefined : 'num'}>{cell}</th>)}</tr>
            </thead>
            <tbody>
              {body.map((cells, at) => (
                <tr key={at}>
                  {cells.map((cell, column) => (
                    <td key={column} className={column === 0 ? undefined : 'num'}>
                      <CellOf cell={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

const plain = (cell: FramedCell): string | number | null => (cell !== null && typeof cell === 'object' ? cell.value : cell);

function CellOf({ cell }: { cell: FramedCell }) {
  const value = plain(cell);
  const shown = typeof value === 'number' ? compactNumber(value) : (value ?? texts.unknown);
  if (cell === null || typeof cell !== 'object' || cell.value === null) return <>{shown}</>;
  return (
    <Explained figure={cell.explain} name={cell.name} of={cell.of}>
      {shown}
    </Explained>
  );
}
