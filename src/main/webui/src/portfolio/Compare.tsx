import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Figure, ProjectRow, ProjectValue } from '../api/types';
import { Explained } from '../explain/Explained';
import { Chart, type Line } from '../figures/Chart';
import { Money, Ratio, Unknown } from '../figures/Figure';
import { number, percent } from '../figures/format';
import { fileName, saveCsv } from '../figures/save';
import { SaveMenu } from '../figures/SaveMenu';
import { useLive } from '../live/Live';
import { PageLink } from '../shell/PageLink';
import { texts } from '../texts';
import { stretch } from '../time/range';
import { TimeRange, usePresent } from '../time/TimeRange';
import { isPast } from '../time/moment';
import { useMoment, useRange } from '../time/useMoment';
import { series } from '../api/queries';
import { compared, detail } from './details';
import { portfolioTexts } from './texts';

const COLOURS = ['--chart-value', '--chart-cost', '--chart-target', '--chart-threshold', '--chart-baseline', '--ink'];
const asPercent = (value: number) => percent(value, { digits: 0 });
const DASHES: (number[] | undefined)[] = [undefined, [6, 3], [2, 2], [8, 2, 2, 2], [1, 3], [4, 4]];

type Kind = 'money' | 'rate' | 'ratio' | 'signed' | 'months' | 'plain';

interface Compared {
  name: string;
  label: string;
  of(value: ProjectValue): Figure;
  kind: Kind;
}

const FIGURES: Compared[] = [
  { name: 'realised', label: texts.figures.realised, of: (value) => value.realised, kind: 'money' },
  { name: 'weighted', label: texts.figures.weighted, of: (value) => value.weighted, kind: 'money' },
  { name: 'cost', label: texts.figures.cost, of: (value) => value.cost, kind: 'money' },
  { name: 'roi', label: texts.figures.roi, of: (value) => value.roiSimple, kind: 'signed' },
  { name: 'roiDiscounted', label: texts.figures.roiDiscounted, of: (value) => value.roiDiscounted, kind: 'signed' },
  { name: 'npv', label: texts.figures.npv, of: (value) => value.npv, kind: 'money' },
  { name: 'payback', label: texts.figures.payback, of: (value) => value.paybackMonths, kind: 'months' },
  { name: 'earning', label: texts.figures.earning, of: (value) => value.earningPerHour, kind: 'rate' },
  { name: 'achievement', label: texts.figures.achievement, of: (value) => value.achievement, kind: 'ratio' },
  { name: 'realisationRate', label: texts.figures.realisationRate, of: (value) => value.realisationRate, kind: 'ratio' },
];

type Outlook = keyof typeof portfolioTexts.outlook;
const MONTHS: Outlook[] = ['paybackMonths', 'discountedPaybackMonths'];
const AMOUNTS: Outlook[] = ['npv', 'riskAdjustedNpv', 'eac', 'costOfDelayPerWeek'];
const PLAIN: Outlook[] = ['bcr', 'profitabilityIndex', 'cpi', 'spi'];
const OUTLOOK = (Object.keys(portfolioTexts.outlook) as Outlook[]).map((name) => ({
  name,
  label: portfolioTexts.outlook[name],
  kind: MONTHS.includes(name) ? 'months' : AMOUNTS.includes(name) ? 'money' : PLAIN.includes(name) ? 'plain' : 'ratio',
})) satisfies { kind: Kind }[];
/** Those that the appraisal does not prove, and who does. */
const PROOF: Partial<Record<Outlook, string>> = {
  realisationToTotal: 'money:realisationToTotal:TO_DATE', probabilityNegative: 'drawn:probabilityNegative',
  cpi: 'earned:cpi', spi: 'earned:spi', eac: 'earned:eacAtCpi', costOfDelayPerWeek: 'delay:costOfDelayPerWeek',
};
/** What is proved for the present only, though it is told for any time. */
const PROVED_NOW: Outlook = 'costOfDelayPerWeek';
/** So many columns leave room for the chart beside them. */
const BESIDE = 3;
const OUTLOOK_NAMES = OUTLOOK.map(({ name }) => name);

/** Two or more projects side by side: their figures, and how much of its cost each had earned over time. */
export default function Compare({ rows, remove }: { rows: ProjectRow[]; remove(key: string): void }) {
  const moment = useMoment();
  const past = isPast(moment);
  const range = useRange();
  const { paused } = useLive();
  const { from, to } = stretch(range, usePresent()());
  const values = useQueries({ queries: rows.map(({ key }) => detail(key, moment)) });
  const courses = useQueries({ queries: rows.map(({ key }) => series(key, { range, moment, paused })) });
  const outlook = useQuery(compared(rows.map(({ key }) => key), OUTLOOK_NAMES, moment)).data?.projects;
  const outlookOf = (key: string) => outlook?.find(({ project }) => project === key);
  const data = courses.map((course) => course.data);
  const known = data.map((course) => course?.points.length ?? 0).join();
  const lines = useMemo<Line[]>(
    () =>
      rows.map((row, at) => ({
        label: row.name,
        colour: COLOURS[at % COLOURS.length]!,
        dash: DASHES[at % DASHES.length],
        values: (data[at]?.points ?? []).map(({ realised, cost }) => (realised === null || !cost ? null : realised / cost)),
      })),
    [rows, known],
  );
  const times = useMemo(() => (data.find((course) => course)?.points ?? []).map(({ at }) => Date.parse(at) / 1000), [known]);
  if (rows.length < 2) return <p className="panel empty quiet">{portfolioTexts.compareEmpty}</p>;
  return (
    <div className={rows.length <= BESIDE ? 'compare-pair' : undefined}>
      <div>
        <div className="panel scroll" tabIndex={0}>
          <table className="compare">
            <caption className="visually-hidden">{portfolioTexts.views.compare}</caption>
            <thead>
              <tr>
                <th scope="col" className="first">{portfolioTexts.figure}</th>
                {rows.map((row, at) => (
                  <th key={row.key} scope="col" className="num">
                    <svg viewBox="0 0 20 8" width="20" height="8" aria-hidden="true">
                      <path d="M0 4h20" stroke={`var(${COLOURS[at % COLOURS.length]})`} strokeWidth="2" strokeDasharray={DASHES[at % DASHES.length]?.join(' ')} />
                    </svg>{' '}
                    <PageLink to={`/projects/${encodeURIComponent(row.key)}`}>{row.name}</PageLink>{' '}
                    <button type="button" className="text-button small" aria-label={portfolioTexts.remove(row.name)} onClick={() => remove(row.key)}>
                      ×
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {FIGURES.map((figure) => (
                <tr key={figure.name}>
                  <th scope="row" className="first">{figure.label}</th>
                  {rows.map((row, at) => {
                    const value = values[at]?.data;
                    return (
                      <td key={row.key} className="num" data-label={row.name}>
                        {value ? (
                          <Explained figure={figure.name} of={row.key} name={`${figure.label}, ${row.name}`}>
                            <Shown value={figure.of(value)} kind={figure.kind} currency={row.currency} />
                          </Explained>
                        ) : (
                          <span className="quiet">…</span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
            {outlook && (
              <tbody>
                <tr>
                  <th scope="rowgroup" colSpan={rows.length + 1} className="first quiet">{portfolioTexts.compareOutlook}</th>
                </tr>
                {OUTLOOK.map((figure) => (
                  <tr key={figure.name}>
                    <th scope="row" className="first">{figure.label}</th>
                    {rows.map((row) => {
                      const of = outlookOf(row.key);
                      const reason = of?.reasons[figure.name];
                      const value = of?.figures[figure.name] ?? null;
                      const shown = <Shown value={value} kind={figure.kind} currency={row.currency} reasons={reason ? [reason] : undefined} />;
                      return (
                        <td key={row.key} className="num" data-label={row.name}>
                          {value === null || (past && figure.name === PROVED_NOW) ? (
                            shown
                          ) : (
                            <Explained figure={PROOF[figure.name] ?? `money:${figure.name}:OUTLOOK`} of={row.key} name={`${figure.label}, ${row.name}`}>
                              {shown}
                            </Explained>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            )}
          </table>
        </div>
        <div className="table-foot">
          <SaveMenu
            name={portfolioTexts.views.compare}
            csv={() =>
              saveCsv(fileName('compare'), [
                [portfolioTexts.figure, ...rows.map(({ name }) => name)],
                ...FIGURES.map((figure) => [figure.label, ...values.map(({ data: value }) => (value ? figure.of(value) : null))]),
                ...(outlook ? OUTLOOK : []).map(({ name, label }) => [label, ...rows.map(({ key }) => outlookOf(key)?.figures[name] ?? null)]),
              ])
            }
          />
        </div>
      </div>
      <section aria-label={portfolioTexts.comparePaid}>
        <div className="section-head">
          <span className="spring" />
          <TimeRange comparing={false} />
        </div>
        <div className="panel multiple">
          <Chart
            name={portfolioTexts.comparePaid}
            times={times}
            lines={lines}
            marks={[{ label: portfolioTexts.breakEven, at: 1, colour: '--chart-baseline', dash: [2, 3] }]}
            height={248}
            zero
            format={asPercent}
            ticks={asPercent}
            from={from / 1000}
            to={to / 1000}
            legend={<span>{portfolioTexts.comparePaid}</span>}
          />
        </div>
      </section>
    </div>
  );
}

function Shown({ value, kind, currency, reasons }: { value: Figure; kind: Kind; currency: string; reasons?: string[] }) {
  if (value === null) return <Unknown reasons={reasons} bare={!reasons} />;
  switch (kind) {
    case 'money':
      return <Money value={value} currency={currency} bare />;
    case 'rate':
      return <Money value={value} currency={currency} digits={2} signed bare />;
    case 'ratio':
      return <Ratio value={value} bare />;
    case 'signed':
      return <Ratio value={value} signed bare />;
    case 'months':
      return <>{texts.figures.months(number(value))}</>;
    case 'plain':
      return <>{number(value)}</>;
  }
}
