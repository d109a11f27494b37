import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Figure } from '../api/types';
import { Explained } from '../explain/Explained';
import { cut, useDrawing } from '../figures/drawing';
import { Money, Ratio } from '../figures/Figure';
import { compactNumber, money, number } from '../figures/format';
import { Framed } from '../figures/Framed';
import { SavedTable } from '../figures/SavedTable';
import { PageLink } from '../shell/PageLink';
import { ProblemNote } from '../shell/ProblemNote';
import { texts as shared } from '../texts';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import { rollUpQuery, type Group, type RollUp } from './api';
import { useBy } from './By';
import { groupName } from './names';
import { texts } from './texts';

const BY = ['programme', 'owner', 'type', 'category', 'objective', 'project'] as const;

/** Value and cost by whatever projects have in common. */
export function RollUps() {
  const [by, choice] = useBy(BY);
  const moment = useMoment();
  const { data, error, refetch } = useQuery(rollUpQuery(by, moment));
  return (
    <>
      <div className="by">
        {choice}
        {data && <span className="small quiet">{texts.rollup.lead(data.currency, isPast(moment))}</span>}
      </div>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <p className="quiet">{shared.loading}</p>}
      {data && <Filled data={data} />}
    </>
  );
}

const amount = (value: Figure, currency: string, reasons: string[]) => <Money value={value} currency={currency} reasons={reasons} />;

/** A row's figures as the server calls them and as the columns do. */
const FIGURES: readonly {
  name: 'realised' | 'weighted' | 'cost' | 'roiSimple' | 'earningPerHour' | 'budget' | 'npv';
  column: 'realised' | 'weighted' | 'cost' | 'roi' | 'earning' | 'budget' | 'npv';
  show(value: Figure, currency: string, reasons: string[]): ReactNode;
}[] = [
  { name: 'realised', column: 'realised', show: amount },
  { name: 'weighted', column: 'weighted', show: amount },
  { name: 'cost', column: 'cost', show: amount },
  { name: 'roiSimple', column: 'roi', show: (value, _currency, reasons) => <Ratio value={value} signed reasons={reasons} /> },
  { name: 'earningPerHour', column: 'earning', show: (value, currency, reasons) => <Money value={value} currency={currency} digits={2} signed reasons={reasons} /> },
  { name: 'budget', column: 'budget', show: amount },
  { name: 'npv', column: 'npv', show: (value, currency, reasons) => <Money value={value} currency={currency} signed reasons={reasons} /> },
];

/** A group's figure with the reasons why it is not known; of what was not asked for, that it is not told. */
function told(group: Group, name: (typeof FIGURES)[number]['name']): { value: Figure; reasons: string[] } {
  if (name !== 'npv') return { value: group[name], reasons: group.reasons };
  const npv = group.figures.npv;
  return { value: npv?.value ?? null, reasons: npv?.reason ? [npv.reason] : [texts.rollup.noNpv] };
}

interface ProvedProps {
  by: RollUp['by'];
  group: Group;
  name: (typeof FIGURES)[number]['name'];
  label: string;
  children: ReactNode;
}

/** A group's figure, which opens its proof; what is unknown tells its reasons instead. */
function Proved({ by, group, name, label, children }: ProvedProps) {
  if (told(group, name).value === null) return children;
  return (
    <Explained figure={`group:${name}:${by.toLowerCase()}`} of={group.group ?? undefined} name={texts.rollup.figureOf(label, groupName(group.group))}>
      {children}
    </Explained>
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
              {[rollup.count, ...FIGURES.map(({ column }) => rollup[column])].map((column) => (
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
                {FIGURES.map(({ name, column, show }) => {
                  const { value, reasons } = told(group, name);
                  return (
                    <td key={name} className="num" data-label={rollup[column]} data-csv={value ?? ''}>
                      <Proved by={data.by} group={group} name={name} label={rollup[column]}>
                        {show(value, currency, reasons)}
                      </Proved>
                    </td>
                  );
                })}
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
