import { NativeSelect } from '@mantine/core';
import { Explained } from '../explain/Explained';
import { Bullet } from '../figures/Bullet';
import { Changing, Money, Ratio } from '../figures/Figure';
import { FreshnessMark } from '../figures/Marks';
import { PageLink } from '../shell/PageLink';
import { texts } from '../texts';
import type { Group, Grouping } from './filter';
import { FIRST_IN_SIGHT, useInSight } from './inSight';
import { naturalDirection, type Sort } from './order';
import { groupName, GroupSum, RowAlerts, TickingRoi, TickingValue, type Choosing } from './ProjectTable';
import { Spark } from './Spark';
import { portfolioTexts } from './texts';
import type { Ordering } from './useOrder';
import type { ProjectRow } from '../api/types';

const CHOICES: { value: Sort; label: string }[] = [
  { value: 'realised', label: texts.figures.realised },
  { value: 'roi', label: texts.figures.roi },
  { value: 'earning', label: texts.figures.earning },
  { value: 'cost', label: texts.figures.cost },
  { value: 'achievement', label: texts.figures.achievement },
  { value: 'alerts', label: texts.portfolio.alerts },
  { value: 'name', label: texts.portfolio.project },
];

interface ProjectCardsProps {
  ordering: Ordering;
  groups: Group[];
  by: Grouping;
  choosing: Choosing;
}

/** The table's rows for a narrow screen. */
export function ProjectCards({ ordering, groups, by, choosing }: ProjectCardsProps) {
  const { sort, by: sortBy, overtaken, again } = ordering;
  return (
    <>
      <div className="section-head">
        <NativeSelect
          size="sm"
          aria-label={texts.portfolio.sortBy}
          data={CHOICES}
          value={CHOICES.some(({ value }) => value === sort) ? sort : 'realised'}
          onChange={(event) => sortBy(event.currentTarget.value as Sort, naturalDirection(event.currentTarget.value as Sort))}
        />
        {overtaken && (
          <button type="button" className="text-button small" onClick={again}>
            {texts.portfolio.sortAgain}
          </button>
        )}
      </div>
      {groups.map(({ key, rows }) => (
        <section key={key ?? ''}>
          {key !== null && (
            <h2 className="card-group">
              {groupName(by, key)} <GroupSum rows={rows} />
            </h2>
          )}
          <ul className="cards">
            {rows.map((row, at) => (
              <Card key={row.id} row={row} early={at < FIRST_IN_SIGHT} choosing={choosing} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Card({ row, early, choosing }: { row: ProjectRow; early: boolean; choosing: Choosing }) {
  const [element, inSight] = useInSight<HTMLLIElement>(early);
  const { key } = row;
  if (!inSight) {
    return (
      <li ref={element} className="panel card far" data-project={key} data-row>
        <PageLink to={`/projects/${encodeURIComponent(key)}`} data-row-link>
          {row.name}
        </PageLink>
      </li>
    );
  }
  return (
    <li ref={element} className="panel card" data-freshness={row.freshness} data-project={key} data-row>
      <div className="card-top">
        <PageLink to={`/projects/${encodeURIComponent(key)}`} data-row-link>
          {row.name}
        </PageLink>
        {row.alerts.firing > 0 && <RowAlerts row={row} />}
      </div>
      <div className="headline">
        <span className="num cell">
          <Explained figure="realised" of={key} name={texts.figures.realised}>
            <Changing revision={row.revision}>
              <TickingValue row={row} />
            </Changing>
          </Explained>
        </span>
        <span>
          <span className="small quiet">{texts.figures.roi} </span>
          <Explained figure="roi" of={key} name={texts.figures.roi}>
            <TickingRoi row={row} />
          </Explained>
        </span>
      </div>
      <div className="card-picture">
        <Bullet realised={row.realised} cost={row.cost} currency={row.currency} />
        <Spark row={row} />
      </div>
      <dl>
        <div>
          <dt>{texts.figures.cost}</dt>
          <dd className="num cell">
            <Explained figure="cost" of={key} name={texts.figures.cost}>
              <Money value={row.cost} currency={row.currency} reasons={row.reasons} compact />
            </Explained>
          </dd>
        </div>
        <div>
          <dt>{texts.portfolio.perHour}</dt>
          <dd className="num cell">
            <Explained figure="earning" of={key} name={texts.figures.earning}>
              <Money value={row.earningPerHour} currency={row.currency} digits={2} signed reasons={row.reasons} />
            </Explained>
          </dd>
        </div>
        <div>
          <dt>{texts.figures.achievement}</dt>
          <dd className="num">
            <Explained figure="achievement" of={key} name={texts.figures.achievement}>
              <Ratio value={row.achievement} digits={0} reasons={row.reasons} />
            </Explained>
          </dd>
        </div>
      </dl>
      <div className="card-foot">
        <label className="pick-label">
          <input type="checkbox" aria-label={portfolioTexts.select(row.name)} checked={choosing.chosen.has(key)} onChange={() => choosing.toggle(key)} />
          {portfolioTexts.selectColumn}
        </label>
        <FreshnessMark freshness={row.freshness} lastObserved={row.lastObserved} />
      </div>
    </li>
  );
}
