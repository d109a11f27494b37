import { memo } from 'react';
import { Link } from 'react-router';
import type { ProjectRow } from '../api/types';
import { Bullet } from '../figures/Bullet';
import { Changing, Money, Ratio } from '../figures/Figure';
import { FreshnessMark, SeverityMark } from '../figures/Marks';
import { useTick } from '../live/Live';
import { realisedAt, roiAt } from '../live/ticking';
import { texts } from '../texts';
import type { Sort } from './order';
import type { Ordering } from './useOrder';

const COLUMNS: { sort: Sort; title: string; numeric: boolean }[] = [
  { sort: 'name', title: texts.portfolio.project, numeric: false },
  { sort: 'realised', title: texts.figures.realised, numeric: true },
  { sort: 'cost', title: texts.figures.cost, numeric: true },
  { sort: 'against', title: texts.figures.againstCost, numeric: false },
  { sort: 'roi', title: texts.figures.roi, numeric: true },
  { sort: 'earning', title: texts.portfolio.perHour, numeric: true },
  { sort: 'achievement', title: texts.figures.achievement, numeric: true },
  { sort: 'freshness', title: texts.freshness.label, numeric: false },
  { sort: 'alerts', title: texts.portfolio.alerts, numeric: false },
];

export function ProjectTable({ ordering }: { ordering: Ordering }) {
  const { rows, sort, direction, by, overtaken, again } = ordering;
  return (
    <div className="panel">
      <div className="scroll">
        <table className="projects">
          <caption className="visually-hidden">{texts.portfolio.table}</caption>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th
                  key={column.sort}
                  scope="col"
                  className={column.numeric ? 'num' : column.sort === 'name' ? 'first' : undefined}
                  aria-sort={column.sort === sort ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
                >
                  <button type="button" onClick={() => by(column.sort)}>
                    {column.title}
                    <svg viewBox="0 0 8 8" aria-hidden="true">
                      {column.sort === sort && <path d={direction === 'asc' ? 'M0 6l4-5 4 5z' : 'M0 2l4 5 4-5z'} fill="currentColor" />}
                    </svg>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {overtaken && (
        <div className="order-note">
          {texts.portfolio.orderChanged}
          <button type="button" className="text-button" onClick={again}>
            {texts.portfolio.sortAgain}
          </button>
        </div>
      )}
    </div>
  );
}

const Row = memo(function Row({ row }: { row: ProjectRow }) {
  const { currency, reasons } = row;
  return (
    <tr data-freshness={row.freshness} data-project={row.key}>
      <th scope="row" className="name">
        <Link to={`/projects/${encodeURIComponent(row.key)}`}>{row.name}</Link>
        <span className="small">{texts.project.types[row.type] ?? row.type}</span>
      </th>
      <td className="num cell lead-num">
        <Changing revision={row.revision}>
          <TickingValue row={row} />
        </Changing>
      </td>
      <td className="num cell">
        <Money value={row.cost} currency={currency} reasons={reasons} />
      </td>
      <td>
        <Bullet realised={row.realised} cost={row.cost} currency={currency} />
      </td>
      <td className="num">
        <TickingRoi row={row} />
      </td>
      <td className="num cell">
        <Money value={row.earningPerHour} currency={currency} digits={2} signed reasons={reasons} />
      </td>
      <td className="num">
        <Ratio value={row.achievement} reasons={reasons} digits={0} />
      </td>
      <td>
        <FreshnessMark freshness={row.freshness} lastObserved={row.lastObserved} />
      </td>
      <td>
        <RowAlerts row={row} />
      </td>
    </tr>
  );
});

export function TickingValue({ row }: { row: ProjectRow }) {
  const now = useTick();
  return <Money value={realisedAt(row, now)} currency={row.currency} reasons={row.reasons} />;
}

export function TickingRoi({ row }: { row: ProjectRow }) {
  const now = useTick();
  return <Ratio value={roiAt(row, now)} signed reasons={row.reasons} />;
}

export function RowAlerts({ row }: { row: ProjectRow }) {
  const { firing, worst } = row.alerts;
  if (!worst || firing === 0) return <span className="small quiet">{texts.portfolio.noAlerts}</span>;
  return <SeverityMark severity={worst} text={firing === 1 ? undefined : `${texts.alerts.severity[worst]} · ${firing}`} />;
}
