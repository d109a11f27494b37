import { Explained } from '../explain/Explained';
import { Money as Amount } from '../figures/Figure';
import { number, percent } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import type { Case, Money, YearFigure } from './api';
import { Proved } from './Told';
import { figureName, texts } from './texts';

type Row = { name: keyof Case & string; share?: boolean; signed?: boolean };

const ROWS: Row[] = [
  { name: 'benefit' },
  { name: 'cost' },
  { name: 'net', signed: true },
  { name: 'presentBenefit' },
  { name: 'presentCost' },
  { name: 'npv', signed: true },
  { name: 'riskAdjustedNpv', signed: true },
  { name: 'roiSimple', share: true, signed: true },
  { name: 'roiDiscounted', share: true, signed: true },
  { name: 'bcr' },
  { name: 'profitabilityIndex' },
  { name: 'irr', signed: true },
  { name: 'mirr', signed: true },
  { name: 'paybackMonths' },
  { name: 'discountedPaybackMonths' },
];
const CASES = [
  ['toDate', 'TO_DATE'],
  ['plan', 'PLAN'],
  ['outlook', 'OUTLOOK'],
] as const;

/** Every figure of the three cases, side by side; each opens its proof. */
export function Cases({ money }: { money: Money }) {
  return (
    <section className="section">
      <h2>{texts.cases.title}</h2>
      <p className="small quiet lead-in">{texts.cases.lead}</p>
      <SavedTable name={texts.cases.title} className="panel scroll cases">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.cases.figure}</th>
              {CASES.map(([name]) => (
                <th key={name} scope="col" className="num">
                  {texts.cases[name]}
                </th>
              ))}
              <th scope="col">{texts.cases.formula}</th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(({ name, ...style }) => (
              <tr key={name} data-row>
                <td>{figureName(name)}</td>
                {CASES.map(([of, basis]) => {
                  const figure = money[of][name] as Case['npv'];
                  return (
                    <td key={of} className="num" data-label={texts.cases[of]} data-csv={figure.value ?? ''}>
                      <Proved figure={figure} name={name} basis={basis} currency={money.currency} {...style} />
                    </td>
                  );
                })}
                <td className="small quiet text">{(money.outlook[name] as Case['npv']).formula}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </SavedTable>
    </section>
  );
}

/** In the order of the columns. */
const OF_A_YEAR: readonly YearFigure[] = ['plannedBenefit', 'benefit', 'plannedCost', 'cost'];

/** What made it up: cost by stage and nature, and the fiscal years. */
export function Parts({ money }: { money: Money }) {
  const { currency, costs, fiscalYears } = money;
  return (
    <div className="pair">
      <section className="section">
        <h2>{texts.costs.title}</h2>
        {costs.length === 0 ? (
          <p className="panel empty quiet">{texts.costs.none}</p>
        ) : (
          <SavedTable name={texts.costs.title}>
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">{texts.costs.stage}</th>
                  <th scope="col">{texts.costs.nature}</th>
                  <th scope="col" className="num">{texts.costs.lines}</th>
                  <th scope="col" className="num">{texts.costs.amount(currency)}</th>
                </tr>
              </thead>
              <tbody>
                {costs.map(({ stage, nature, lines, amount }) => (
                  <tr key={`${stage} ${nature}`}>
                    <td>{texts.stages[stage] ?? stage}</td>
                    <td data-label={texts.costs.nature}>{nature ? (texts.natures[nature] ?? nature) : texts.costs.noNature}</td>
                    <td className="num" data-label={texts.costs.lines}>{number(lines)}</td>
                    <td className="num" data-label={texts.costs.amount(currency)} data-csv={amount ?? ''}>
                      <Explained figure={nature ? `costs:${stage}:${nature}` : `costs:${stage}`} name={texts.costs.of(texts.stages[stage] ?? stage)}>
                        <Amount value={amount} currency={currency} reasons={[texts.costs.noRate]} bare />
                      </Explained>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </SavedTable>
        )}
      </section>
      {fiscalYears.length > 0 && (
        <section className="section">
          <h2>{texts.years.title}</h2>
          <SavedTable name={texts.years.title}>
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">{texts.years.year}</th>
                  {texts.years.columns.map((column) => (
                    <th key={column} scope="col" className="num">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {fiscalYears.map((year) => (
                  <tr key={year.label} title={`${year.from} – ${year.until}`}>
                    <td>{year.label}</td>
                    {OF_A_YEAR.map((name, at) => (
                      <td key={name} className="num" data-label={texts.years.columns[at]} data-csv={year[name]}>
                        <Explained figure={`year:${name}:${year.from}`} name={texts.years.of(texts.years.columns[at]!, year.label)}>
                          <Amount value={year[name]} currency={currency} />
                        </Explained>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </SavedTable>
        </section>
      )}
    </div>
  );
}

/** A rate as percent, as people type it, and back. */
export const asPercent = (rate: string | undefined): string => (rate === undefined ? '' : String(Number((Number(rate) * 100).toFixed(6))));
export const rateWords = (rate: number | null) => (rate === null ? texts.unknown : percent(rate, { digits: 2 }));
