import { useState } from 'react';
import type { ExplainNode } from '../api/types';
import { Unknown } from '../figures/Figure';
import { money, number } from '../figures/format';
import { WarnMark } from '../figures/Marks';
import { texts } from '../texts';

/** Levels that are open at first: the figure, its metrics, and what each consists of. */
const OPEN_LEVELS = 2;
const CURRENCY = /^[A-Z]{3}$/;

/** Any tree of figures, whatever the server puts in it. */
export function ExplainTree({ root }: { root: ExplainNode }) {
  const [all, setAll] = useState<{ open: boolean; turn: number }>({ open: false, turn: 0 });
  return (
    <>
      <button
        type="button"
        className="text-button small"
        onClick={() => setAll(({ open, turn }) => ({ open: !open, turn: turn + 1 }))}
      >
        {all.open ? texts.explain.collapse : texts.explain.expand}
      </button>
      <ul className="tree" key={all.turn}>
        <Node node={root} level={0} openAll={all.open} />
      </ul>
    </>
  );
}

function Node({ node, level, openAll }: { node: ExplainNode; level: number; openAll: boolean }) {
  const [open, setOpen] = useState(openAll || level < OPEN_LEVELS);
  const children = node.children ?? [];
  const line = (
    <span className="node">
      <span className="label">
        {children.length > 0 && (
          <span className="turn" aria-hidden="true">
            ▶
          </span>
        )}
        {node.label}
        {node.formula && <span className="formula">{node.formula}</span>}
      </span>
      <span className="num">
        <NodeValue node={node} />
      </span>
    </span>
  );
  const reasons = (node.reasons ?? []).map((reason) => (
    <span className="reason" key={reason}>
      <span style={{ width: 12, flex: 'none' }}>
        <WarnMark />
      </span>
      {reason}
    </span>
  ));
  if (children.length === 0) {
    return (
      <li>
        {line}
        {reasons}
      </li>
    );
  }
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{line}</summary>
        {reasons}
        {open && (
          <ul>
            {children.map((child, index) => (
              <Node key={`${index} ${child.label}`} node={child} level={level + 1} openAll={openAll} />
            ))}
          </ul>
        )}
      </details>
    </li>
  );
}

function NodeValue({ node }: { node: ExplainNode }) {
  const { value, unit, reasons } = node;
  if (value === null || value === undefined) return <Unknown reasons={reasons ?? undefined} bare />;
  if (typeof value === 'string') return <>{unit ? `${value} ${unit}` : value}</>;
  // To six digits: who opens this wants to add it up.
  if (unit && CURRENCY.test(unit)) return <>{money(value, unit, { digits: 2, upTo: 6 })}</>;
  return <>{number(value, unit)}</>;
}
