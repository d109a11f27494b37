import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExplainNode } from '../api/types';
import { Unknown } from '../figures/Figure';
import { clockTime, fullTime, money, number } from '../figures/format';
import { WarnMark } from '../figures/Marks';
import { SavedTable } from '../figures/SavedTable';
import { PageLink } from '../shell/PageLink';
import { useUrl } from '../shell/urlState';
import { texts } from '../texts';
import type { ProjectNode } from './derived';
import type { Further } from './further';
import { readings as readingsQuery } from './readings';
import { explainTexts } from './texts';

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

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** A label with its times as people of this tenant read them. */
const inWords = (label: string) => label.replace(INSTANT, (instant) => clockTime(instant, Date.now()));

function Node({ node, level, openAll }: { node: ExplainNode; level: number; openAll: boolean }) {
  const [open, setOpen] = useState(openAll || level < OPEN_LEVELS);
  const { children } = node;
  const line = (
    <span className="node">
      <span className="label">
        {children.length > 0 && (
          <span className="turn" aria-hidden="true">
            ▶
          </span>
        )}
        {inWords(node.label)}
        {node.formula && <span className="formula">{node.formula}</span>}
        {node.from && node.to && (
          <span className="small quiet stretch">
            {explainTexts.stretch(clockTime(node.from, Date.now()), clockTime(node.to, Date.now()))}
          </span>
        )}
      </span>
      <span className="num">
        <NodeValue node={node} />
      </span>
    </span>
  );
  const reasons = node.reasons.map((reason) => (
    <span className="reason" key={reason}>
      <span style={{ width: 12, flex: 'none' }}>
        <WarnMark />
      </span>
      {reason}
    </span>
  ));
  const { project, further: on } = node as ProjectNode;
  const further = (
    <>
      {reasons}
      {node.readings && <Readings path={node.readings} of={node.label} />}
      {project && <WithinProject project={project} />}
      {on && <GoOn to={on} of={node.label} />}
    </>
  );
  if (children.length === 0) {
    return (
      <li>
        {line}
        {further}
      </li>
    );
  }
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{line}</summary>
        {further}
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

function WithinProject({ project }: { project: string }) {
  const { change } = useUrl();
  return (
    <button type="button" className="text-button small" onClick={() => change({ of: project }, { push: true })}>
      {explainTexts.wholeProject}
    </button>
  );
}

/** To what a part is made of in turn; the step back leads here again. */
function GoOn({ to, of }: { to: Further; of: string }) {
  const { change } = useUrl();
  if (to.kind === 'page') {
    return (
      <PageLink to={to.to} className="small further">
        {explainTexts.toMoney}
      </PageLink>
    );
  }
  return (
    <button type="button" className="text-button small" aria-label={explainTexts.proofOf(inWords(of))} onClick={() => change(to.changes, { push: true })}>
      {explainTexts.goOn}
    </button>
  );
}

/** The readings behind an interval, asked for when someone wants to see them. */
function Readings({ path, of }: { path: string; of: string }) {
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({ ...readingsQuery(path), enabled: open });
  const now = Date.now();
  return (
    <div className="readings">
      <button
        type="button"
        className="text-button small"
        aria-expanded={open}
        aria-label={explainTexts.readingsOf(of)}
        onClick={() => setOpen(!open)}
      >
        {open ? explainTexts.hideReadings : explainTexts.readings}
      </button>
      {open && error && <p className="small loss">{error.message}</p>}
      {open && !data && !error && <p className="small quiet">{texts.loading}</p>}
      {open && data?.items.length === 0 && <p className="small quiet">{explainTexts.noReadings}</p>}
      {open && data && data.items.length > 0 && (
        <SavedTable name={explainTexts.readings} className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{explainTexts.observed}</th>
              <th scope="col" className="num">{explainTexts.value}</th>
              <th scope="col" className="num">{explainTexts.confidence}</th>
              <th scope="col">{explainTexts.source}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((reading, index) => (
              <tr key={`${reading.observedAt} ${reading.revision} ${index}`} data-superseded={reading.superseded}>
                <td title={`${explainTexts.recorded} ${fullTime(reading.recordedAt)}`} data-csv={reading.observedAt}>{clockTime(reading.observedAt, now, true)}</td>
                <td className="num" data-csv={reading.value}>{number(reading.value)}</td>
                <td className="num">{reading.confidence ?? '–'}</td>
                <td>
                  {reading.source}
                  {reading.revision > 0 && ` · ${explainTexts.revision} ${reading.revision}`}
                  {reading.superseded && ` · ${explainTexts.superseded}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        </SavedTable>
      )}
      {open && data?.nextCursor && <p className="small quiet">{explainTexts.moreReadings}</p>}
    </div>
  );
}

function NodeValue({ node }: { node: ExplainNode }) {
  const { value, unit, reasons } = node;
  if (value === null) return <Unknown reasons={reasons} bare />;
  // To six digits: who opens this wants to add it up.
  if (unit && CURRENCY.test(unit)) return <>{money(value, unit, { digits: 2, upTo: 6 })}</>;
  return <>{number(value, unit)}</>;
}
