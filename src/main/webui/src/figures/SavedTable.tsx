import { useRef } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { cellsOf, fileName, saveCsv } from './save';
import { SaveMenu } from './SaveMenu';

interface SavedTableProps {
  /** What it is a table of: the file's name. */
  name: string;
  className?: string;
  style?: CSSProperties;
  children: ReactNode;
}

/** A table that can be taken along as CSV, with a bar to scroll it sideways where it is wide. */
export function SavedTable({ name, className = 'panel scroll', style, children }: SavedTableProps) {
  const host = useRef<HTMLDivElement>(null);
  return (
    <>
      <div ref={host} className={className} style={style}>
        {children}
      </div>
      <div className="table-foot">
        <SaveMenu name={name} csv={() => saveCsv(fileName(name), cellsOf(host.current!.querySelector('table')!))} />
      </div>
    </>
  );
}
