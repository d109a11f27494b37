import { NativeSelect } from '@mantine/core';
import { Link } from 'react-router';
import { Bullet } from '../figures/Bullet';
import { Changing, Money, Ratio } from '../figures/Figure';
import { FreshnessMark } from '../figures/Marks';
import { texts } from '../texts';
import { naturalDirection, type Sort } from './order';
import { RowAlerts, TickingRoi, TickingValue } from './ProjectTable';
import type { Ordering } from './useOrder';

const CHOICES: { value: Sort; label: string }[] = [
  { value: 'realised', label: texts.figures.realised },
  { value: 'roi', label: texts.figures.roi },
  { value: 'earning', label: texts.figures.earning },
  { value: 'cost', label: texts.figures.cost },
  { value: 'achievement', label: texts.figures.achievement },
  { value: 'alerts', label: texts.portfolio.alerts },
  { value: 'name', label: texts.portfolio.project },
];

/** The table's rows for a narrow screen. */
export function ProjectCards({ ordering }: { ordering: Ordering }) {
  const { rows, sort, by, overtaken, again } = ordering;
  return (
    <>
      <div className="section-head">
        <NativeSelect
          size="sm"
          aria-label={texts.portfolio.sortBy}
          data={CHOICES}
          value={CHOICES.some(({ value }) => value === sort) ? sort : 'realised'}
          onChange={(event) => by(event.currentTarget.value as Sort, naturalDirection(event.currentTarget.value as Sort))}
        />
        {overtaken && (
          <button type="button" className="text-button small" onClick={again}>
            {texts.portfolio.sortAgain}
          </button>
        )}
      </div>
      <ul className="cards">
        {rows.map((row) => (
          <li key={row.id} className="panel card" data-freshness={row.freshness} data-project={row.key}>
            <div className="card-top">
              <Link to={`/projects/${encodeURIComponent(row.key)}`}>{row.name}</Link>
              {row.alerts.firing > 0 && <RowAlerts row={row} />}
            </div>
            <div className="headline">
              <span className="num cell">
                <Changing revision={row.revision}>
                  <TickingValue row={row} />
                </Changing>
              </span>
              <span>
                <span className="small quiet">{texts.figures.roi} </span>
                <TickingRoi row={row} />
              </span>
            </div>
            <Bullet realised={row.realised} cost={row.cost} currency={row.currency} />
            <dl>
              <div>
                <dt>{texts.figures.cost}</dt>
                <dd className="num cell">
                  <Money value={row.cost} currency={row.currency} reasons={row.reasons} compact />
                </dd>
              </div>
              <div>
                <dt>{texts.portfolio.perHour}</dt>
                <dd className="num cell">
                  <Money value={row.earningPerHour} currency={row.currency} digits={2} signed reasons={row.reasons} />
                </dd>
              </div>
              <div>
                <dt>{texts.figures.achievement}</dt>
                <dd className="num">
                  <Ratio value={row.achievement} digits={0} reasons={row.reasons} />
                </dd>
              </div>
            </dl>
            <div className="card-foot">
              <span className="small quiet">{texts.project.types[row.type] ?? row.type}</span>
              <FreshnessMark freshness={row.freshness} lastObserved={row.lastObserved} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
