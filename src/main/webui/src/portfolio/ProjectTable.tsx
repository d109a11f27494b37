import { Checkbox } from '@mantine/core';
import { memo } from 'react';
import type { ProjectRow } from '../api/types';
import { Explained } from '../explain/Explained';
import { Bullet } from '../figures/Bullet';
import { Changing, Money, Ratio } from '../figures/Figure';
import { money } from '../figures/format';
import { FreshnessMark, SeverityMark } from '../figures/Marks';
import { useTick } from '../live/Live';
import { realisedAt, roiAt } from '../live/ticking';
import { PageLink } from '../shell/PageLink';
import { texts } from '../texts';
import { useMoment } from '../time/useMoment';
import { useRealisation } from './details';
import { sumOf, type Group, type Grouping } from './filter';
import { useInSight } from './inSight';
import type { Sort } from './order';
import type { Risk } from './risk';
import { Spark } from './Spark';
import { portfolioTexts } from './texts';
import type { Ordering } from './useOrder';

const COLUMNS: { sort: Sort | null; title: string; numeric: boolean }[] = [
  { sort: 'name', title: texts.portfolio.project, numeric: false },
  { sort: 'realised', title: texts.figures.realised, numeric: true },
  { sort: null, title: portfolioTexts.trend, numeric: false },
  { sort: 'cost', title: texts.figures.cost, numeric: true },
  { sort: 'against', title: texts.figures.againstCost, numeric: false },
  { sort: 'roi', title: texts.figures.roi, numeric: true },
  { sort: 'earning', title: texts.portfolio.perHour, numeric: true },
  { sort: 'achievement', title: texts.figures.achievement, numeric: true },
  { sort: null, title: portfolioTexts.realisation, numeric: true },
  { sort: 'freshness', title: texts.freshness.label, numeric: false },
  { sort: 'alerts', title: texts.portfolio.alerts, numeric: false },
];

export interface Choosing {
  chosen: ReadonlySet<string>;
  toggle(key: string): void;
}

interface ProjectTableProps {
  ordering: Ordering;
  groups: Group[];
  by: Grouping;
  choosing: Choosing;
}

export const groupName = (by: Grouping, key: string): string =>
  by === 'type' ? (texts.project.types[key] ?? key) : by === 'risk' ? portfolioTexts.risks[key as Risk] : key;

export function ProjectTable({ ordering, groups, by, choosing }: ProjectTableProps) {
  const { sort, direction, by: sortBy, overtaken, again } = ordering;
  return (
    <div className="panel">
      <div className="scroll">
        <table className="projects">
          <caption className="visually-hidden">{texts.portfolio.table}</caption>
          <thead>
            <tr>
              <th scope="col" className="pick">
                <span className="visually-hidden">{portfolioTexts.selectColumn}</span>
              </th>
              {COLUMNS.map((column) => (
                <th
                  key={column.title}
                  scope="col"
                  className={column.numeric ? 'num' : column.sort === 'name' ? 'first' : undefined}
                  aria-sort={column.sort !== null && column.sort === sort ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
                >
                  {column.sort === null ? (
                    column.title
                  ) : (
                    <button type="button" onClick={() => sortBy(column.sort!)}>
                      {column.title}
                      <svg viewBox="0 0 8 8" aria-hidden="true">
                        {column.sort === sort && <path d={direction === 'asc' ? 'M0 6l4-5 4 5z' : 'M0 2l4 5 4-5z'} fill="currentColor" />}
                      </svg>
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          {groups.map(({ key, rows }) => (
            <tbody key={key ?? ''}>
              {key !== null && (
                <tr className="group">
                  <th scope="rowgroup" colSpan={COLUMNS.length + 1}>
                    {groupName(by, key)} <GroupSum rows={rows} />
                  </th>
                </tr>
              )}
              {rows.map((row) => (
                <Row key={row.id} row={row} chosen={choosing.chosen.has(row.key)} toggle={choosing.toggle} />
              ))}
            </tbody>
          ))}
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

export function GroupSum({ rows }: { rows: ProjectRow[] }) {
  const total = sumOf(rows, ({ realised }) => realised);
  return (
    <span className="quiet small">
      {total ? portfolioTexts.groupSum(rows.length, money(total.sum, total.currency)) : rows.length}
    </span>
  );
}

const Row = memo(function Row({ row, chosen, toggle }: { row: ProjectRow; chosen: boolean; toggle(key: string): void }) {
  const { currency, reasons, key } = row;
  const [element, inSight] = useInSight<HTMLTableRowElement>();
  return (
    <tr ref={element} data-freshness={row.freshness} data-project={key} data-row>
      <td className="pick">
        <Checkbox size="xs" aria-label={portfolioTexts.select(row.name)} checked={chosen} onChange={() => toggle(key)} />
      </td>
      <th scope="row" className="name">
        <PageLink to={`/projects/${encodeURIComponent(key)}`} data-row-link>
          {row.name}
        </PageLink>
        <span className="small">{texts.project.types[row.type] ?? row.type}</span>
      </th>
      <td className="num cell lead-num">
        <Explained figure="realised" of={key} name={texts.figures.realised} quiet>
          <Changing revision={row.revision}>
            {inSight ? <TickingValue row={row} /> : <Money value={row.realised} currency={currency} reasons={reasons} />}
          </Changing>
        </Explained>
      </td>
      <td>
        <Spark row={row} inSight={inSight} />
      </td>
      <td className="num cell">
        <Explained figure="cost" of={key} name={texts.figures.cost} quiet>
          <Money value={row.cost} currency={currency} reasons={reasons} />
        </Explained>
      </td>
      <td>
        <Bullet realised={row.realised} cost={row.cost} currency={currency} />
      </td>
      <td className="num">
        <Explained figure="roi" of={key} name={texts.figures.roi} quiet>
          {inSight ? <TickingRoi row={row} /> : <Ratio value={row.roiSimple} signed reasons={reasons} />}
        </Explained>
      </td>
      <td className="num cell">
        <Explained figure="earning" of={key} name={texts.figures.earning} quiet>
          <Money value={row.earningPerHour} currency={currency} digits={2} signed reasons={reasons} />
        </Explained>
      </td>
      <td className="num">
        <Explained figure="achievement" of={key} name={texts.figures.achievement} quiet>
          <Ratio value={row.achievement} reasons={reasons} digits={0} />
        </Explained>
      </td>
      <td className="num">
        <Realisation row={row} inSight={inSight} />
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

function Realisation({ row, inSight }: { row: ProjectRow; inSight: boolean }) {
  const data = useRealisation(row.key, useMoment(), inSight);
  if (!data) return <span className="quiet">…</span>;
  return (
    <Explained figure="realisationRate" of={row.key} name={texts.figures.realisationRate} quiet>
      <Ratio value={data.realisationRate} digits={0} reasons={data.reasons} />
    </Explained>
  );
}

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
