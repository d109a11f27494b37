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
import { useRealisation, useReview } from './details';
import { ReviewOn } from './ReviewOn';
import { sumOf, type Group, type Grouping } from './filter';
import { FIRST_IN_SIGHT, useInSight } from './inSight';
import type { Sort } from './order';
import type { Risk } from './risk';
import { Spark } from './Spark';
import { portfolioTexts } from './texts';
import type { Ordering } from './useOrder';

/** Widths are fixed, so that rows which come into sight move nothing; the project has what is left. */
const COLUMNS: { sort: Sort | null; title: string; width: number | undefined; numeric: boolean }[] = [
  { sort: 'name', title: texts.portfolio.project, width: undefined, numeric: false },
  { sort: 'realised', title: texts.figures.realised, width: 124, numeric: true },
  { sort: null, title: portfolioTexts.trend, width: 100, numeric: false },
  { sort: 'cost', title: texts.figures.cost, width: 112, numeric: true },
  { sort: 'against', title: texts.figures.againstCost, width: 148, numeric: false },
  { sort: 'roi', title: texts.figures.roi, width: 92, numeric: true },
  { sort: 'earning', title: texts.portfolio.perHour, width: 104, numeric: true },
  { sort: 'achievement', title: texts.figures.achievement, width: 96, numeric: true },
  { sort: null, title: portfolioTexts.realisation, width: 88, numeric: true },
  { sort: null, title: portfolioTexts.review, width: 120, numeric: false },
  { sort: 'freshness', title: texts.freshness.label, width: 138, numeric: false },
  { sort: 'alerts', title: texts.portfolio.alerts, width: 92, numeric: false },
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
          <colgroup>
            <col className="pick" />
            {COLUMNS.map(({ title, width }) => (
              <col key={title} style={{ width }} />
            ))}
          </colgroup>
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
              {rows.map((row, at) => (
                <Row
                  key={row.id}
                  row={row}
                  early={at < FIRST_IN_SIGHT}
                  chosen={choosing.chosen.has(row.key)}
                  toggle={choosing.toggle}
                />
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

interface RowProps {
  row: ProjectRow;
  /** Drawn whole before anyone knows what is in sight. */
  early: boolean;
  chosen: boolean;
  toggle(key: string): void;
}

/** A row out of sight is its name alone: hundreds of them cost little, and a search in the page still finds them. */
const Row = memo(function Row({ row, early, chosen, toggle }: RowProps) {
  const { currency, reasons, key } = row;
  const [element, inSight] = useInSight<HTMLTableRowElement>(early);
  const name = (
    <th scope="row" className="name">
      <PageLink to={`/projects/${encodeURIComponent(key)}`} data-row-link>
        {row.name}
      </PageLink>
      <span className="small">{texts.project.types[row.type] ?? row.type}</span>
    </th>
  );
  if (!inSight) {
    return (
      <tr ref={element} data-project={key} data-row>
        <td />
        {name}
        <td colSpan={COLUMNS.length - 1} />
      </tr>
    );
  }
  return (
    <tr ref={element} data-freshness={row.freshness} data-project={key} data-row>
      <td className="pick">
        <input type="checkbox" aria-label={portfolioTexts.select(row.name)} checked={chosen} onChange={() => toggle(key)} />
      </td>
      {name}
      <td className="num cell lead-num">
        <Explained figure="realised" of={key} name={texts.figures.realised} quiet>
          <Changing revision={row.revision}>
            <TickingValue row={row} />
          </Changing>
        </Explained>
      </td>
      <td>
        <Spark row={row} />
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
          <TickingRoi row={row} />
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
        <Realisation row={row} />
      </td>
      <td>
        <NextReview row={row} />
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

function Realisation({ row }: { row: ProjectRow }) {
  const data = useRealisation(row.key, useMoment());
  if (!data) return <span className="quiet">…</span>;
  return (
    <Explained figure="realisationRate" of={row.key} name={texts.figures.realisationRate} quiet>
      <Ratio value={data.realisationRate} digits={0} reasons={data.reasons} />
    </Explained>
  );
}

function NextReview({ row }: { row: ProjectRow }) {
  const data = useReview(row.key);
  if (data === undefined) return <span className="quiet">…</span>;
  return <ReviewOn review={data} />;
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
