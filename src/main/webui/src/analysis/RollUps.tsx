import { useQuery } from '@tanstack/react-query';
import { cut, useDrawing } from '../figures/drawing';
import { Money, Ratio } from '../figures/Figure';
import { compactNumber, money, number } from '../figures/format';
import { Framed } from '../figures/Framed';
import { SavedTable } from '../figures/SavedTable';
import { PageLink } from '../shell/PageLink';
import { ProblemNote } from '../shell/ProblemNote';
import { texts as shared } from '../texts';
import { rollUpQuery, type RollUp } from './api';
import { useBy } from './By';
import { groupName } from './names';
import { texts } from './texts';

const BY = ['programme', 'owner', 'type', 'category', 'objective', 'project'] as const;

/** Value and cost by whatever projects have in common. */
export function RollUps() {
  const [by, choice] = useBy(BY);
  const { data, error, refetch } = useQuery(rollUpQuery(by));
  return (
    <>
      <div className="by">
        {choice}
        {data && <span className="small quiet">{texts.rollup.lead(data.currency)}</span>}
      </div>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <p className="quiet">{shared.loading}</p>}
      {data && <Filled data={data} />}
    </>
  );
}

function Filled({ data }: { data: RollUp }) {
  const { currency, groups } = data;
  const { rollup } = texts;
  if (groups.length === 0) {
    return (
      <p className="panel empty quiet">
        {rollup.none} <PageLink to="/setup">{rollup.noneNext}</PageLink>
      </p>
    );
  }
  return (
    <>
      {groups.length === 1 && groups[0]!.group === null && <p className="notice">{rollup.toGroups}</p>}
      <SavedTable name={rollup.title}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{rollup.group}</th>
              {[rollup.count, rollup.realised, rollup.weighted, rollup.cost, rollup.roi, rollup.earning, rollup.budget].map((column) => (
                <th key={column} scope="col" className="num">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.group ?? ''} data-row>
                <td className="group">
                  {data.by === 'PROJECT' && group.group !== null ? <PageLink to={`/projects/${encodeURIComponent(group.group)}`}>{group.group}</PageLink> : groupName(group.group)}
                </td>
                <td className="num" data-label={rollup.count} data-csv={group.projects.length} title={group.projects.join(', ')}>{number(group.projects.length)}</td>
                <td className="num" data-label={rollup.realised} data-csv={group.realised}><Money value={group.realised} currency={currency} /></td>
                <td className="num" data-label={rollup.weighted} data-csv={group.weighted ?? ''}><Money value={group.weighted} currency={currency} reasons={group.reasons} /></td>
                <td className="num" data-label={rollup.cost} data-csv={group.cost ?? ''}><Money value={group.cost} currency={currency} reasons={group.reasons} /></td>
                <td className="num" data-label={rollup.roi} data-csv={group.roiSimple ?? ''}><Ratio value={group.roiSimple} signed reasons={group.reasons} /></td>
                <td className="num" data-label={rollup.earning} data-csv={group.earningPerHour ?? ''}><Money value={group.earningPerHour} currency={currency} digits={2} signed reasons={group.reasons} /></td>
                <td className="num" data-label={rollup.budget} data-csv={group.budget ?? ''}><Money value={group.budget} currency={currency} reasons={group.reasons} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </SavedTable>
      <Bars data={data} />
      {[...new Set(data.reasons)].map((reason) => <p key={reason} className="small quiet">{reason}</p>)}
      {data.unknown.length > 0 && (
        <section>
          <h3>{rollup.unknown}</h3>
          <ul className="small">
            {data.unknown.map(({ project, reason }) => (
              <li key={project}>{rollup.unknownOf(project, reason)}</li>
            ))}
          </ul>
        </section>
      )}
      {data.rates.length > 0 && (
        <p className="small quiet">
          {rollup.rates}: {data.rates.map(({ from, rate, to, validFrom }) => rollup.rate(from, number(rate), to, validFrom)).join('; ')}
        </p>
      )}
    </>
  );
}

const VALUE = 84;
const ROW = 28;
const MOST = 12;

function Bars({ data }: { data: RollUp }) {
  const { currency } = data;
  const { width, label, longest } = useDrawing();
  const groups = [...data.groups].sort((a, b) => b.realised - a.realised).slice(0, MOST);
  const low = Math.min(0, ...groups.map(({ realised }) => realised));
  const high = Math.max(1, ...groups.flatMap(({ realised, cost }) => [realised, cost ?? 0]));
  const x = (amount: number) => label + ((amount - low) / (high - low)) * (width - label - VALUE);
  const { rollup } = texts;
  const told = groups.map(({ group, realised, cost }) => rollup.bar(groupName(group), money(realised, currency), cost === null ? shared.unknown : money(cost, currency)));
  return (
    <Framed
      title={rollup.chart}
      note={rollup.chartNote}
      rows={[[rollup.group, rollup.realised, rollup.cost], ...groups.map(({ group, realised, cost }) => [groupName(group), realised, cost])]}
    >
      <svg className="drawing" viewBox={`0 0 ${width} ${ROW * groups.length + 8}`} role="img" aria-label={rollup.summary(told.join('; '))}>
        <path d={`M${x(0)} 0V${ROW * groups.length}`} stroke="var(--line-strong)" />
        {groups.map(({ group, realised, cost }, at) => {
          const top = at * ROW + 6;
          const name = groupName(group);
          const paid = cost === null || realised >= cost;
          return (
            <g key={group ?? ''}>
              <text className="name" x={label - 8} y={top + 11} textAnchor="end">{cut(name, longest)}</text>
              <rect x={Math.min(x(0), x(realised))} y={top} width={Math.max(1, Math.abs(x(realised) - x(0)))} height={16} fill={paid ? 'var(--gain)' : 'var(--bullet-short)'} fillOpacity={0.8} />
              {cost !== null && <path d={`M${x(cost)} ${top - 3}v22`} stroke="var(--ink)" strokeWidth="2" />}
              <text x={width - 4} y={top + 12} textAnchor="end">{compactNumber(realised)}</text>
            </g>
          );
        })}
      </svg>
    </Framed>
  );
}
