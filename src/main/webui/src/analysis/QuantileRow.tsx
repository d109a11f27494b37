import { Unknown } from '../figures/Figure';
import { number } from '../figures/format';
import type { Quantiles } from './api';
import { texts } from './texts';

export const QUANTILES = ['p10', 'p25', 'p50', 'p75', 'p90'] as const;

/** Heads of a table's columns of quantiles. */
export const QuantileHeads = () => (
  <>
    <th scope="col" className="num">{texts.own.n}</th>
    {QUANTILES.map((name) => (
      <th key={name} scope="col" className="num">{texts.quantiles[name]}</th>
    ))}
  </>
);

/** How many there are, and their quantiles; too few are unknown, with the reason. */
export function QuantileCells({ of, format }: { of: Quantiles; format(value: number): string }) {
  const none = QUANTILES.every((name) => of[name] === null);
  if (none && of.reason) {
    return (
      <>
        <td className="num" data-label={texts.own.n} data-csv={of.n}>{number(of.n)}</td>
        <td className="num" colSpan={QUANTILES.length}>
          <Unknown bare /> <span className="small quiet">{of.reason}</span>
        </td>
      </>
    );
  }
  return (
    <>
      <td className="num" data-label={texts.own.n} data-csv={of.n}>{number(of.n)}</td>
      {QUANTILES.map((name) => {
        const value = of[name];
        return (
          <td key={name} className="num quantile" data-label={texts.quantiles[name]} data-csv={value ?? ''}>
            {value === null ? <Unknown reasons={of.reason ? [of.reason] : undefined} /> : format(value)}
          </td>
        );
      })}
    </>
  );
}
