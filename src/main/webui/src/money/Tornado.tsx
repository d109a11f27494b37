import { useQuery } from '@tanstack/react-query';
import { cut, useDrawing } from '../figures/drawing';
import { compactNumber, money, number, percent } from '../figures/format';
import { Framed } from '../figures/Framed';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrlChoice } from '../shell/urlState';
import { texts as shared } from '../texts';
import { useMoment } from '../time/useMoment';
import { sensitivityQuery, type Bar, type Sensitivity } from './api';
import { drawnOf, span } from './chart';
import { BASES, useTerms } from './terms';
import { texts } from './texts';

const RIGHT = 12;
const ROW = 34;
const HEAD = 20;
const MOST = 12;

/** The rate swings in points, lines by factors of what is told. */
const isRate = ({ key }: Bar) => key === 'discount-rate';
const end = (bar: Bar, of: number) => (isRate(bar) ? percent(of, { signed: true }) : percent(of, { digits: 0 }));

/** What moves net present value most, widest first, and how far a line may fall before it is 0. */
export function Tornado({ id }: { id: string }) {
  const [basis] = useUrlChoice('basis', BASES);
  const { data, error, refetch } = useQuery(sensitivityQuery(id, useMoment(), basis, useTerms()));
  return (
    <section className="section">
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <p className="quiet">{shared.loading}</p>}
      {data && <Drawn data={data} basis={basis} />}
    </section>
  );
}

const NAMES = { npvAtLow: 'atLow', npvAtHigh: 'atHigh', width: 'width' } as const;

function Drawn({ data, basis }: { data: Sensitivity; basis: string }) {
  const { currency, npv, bars } = data;
  const { width, label, longest } = useDrawing();
  const drawn = drawnOf(bars).slice(0, MOST);
  if (npv === null || drawn.length === 0) {
    return (
      <div className="panel empty">
        <h2>{texts.tornado.title}</h2>
        <p>{texts.tornado.none}</p>
        {[...data.reasons, texts.simulation.noLines].map((reason) => <p key={reason} className="small quiet">{reason}</p>)}
      </div>
    );
  }
  const [from, to] = span([npv, ...drawn.flatMap(({ low, high }) => [low, high])]);
  const x = (amount: number) => label + ((amount - from) / (to - from)) * (width - label - RIGHT);
  const height = HEAD + ROW * drawn.length + 8;
  return (
    <Framed
      title={texts.tornado.title}
      note={texts.tornado.note(money(npv, currency))}
      legend={
        <>
          <span><svg viewBox="0 0 20 8" aria-hidden="true"><rect width="20" height="8" fill="var(--panel)" stroke="var(--ink-2)" /></svg> {texts.tornado.low}</span>
          <span><svg viewBox="0 0 20 8" aria-hidden="true"><rect width="20" height="8" fill="var(--ink-2)" /></svg> {texts.tornado.high}</span>
        </>
      }
      rows={[
        [texts.tornado.line, texts.tornado.atLow, texts.tornado.atHigh, texts.tornado.width, texts.tornado.switching],
        ...bars.map((bar) => [
          `${bar.label}, ${texts.tornado.range(end(bar, bar.low), end(bar, bar.high))}`, ...(['npvAtLow', 'npvAtHigh', 'width'] as const).map((of) => ({ value: bar[of], explain: `bar:${of}:${basis}:${bar.key}`, name: `${texts.tornado[NAMES[of]]}, ${bar.label}` })),
          bar.switchingFactor === null ? texts.tornado.noSwitch : texts.tornado.factor(percent(bar.switchingFactor, { digits: 0 })),
        ]),
      ]}
    >
      <svg
        className="drawing" viewBox={`0 0 ${width} ${height}`} role="img"
        aria-label={texts.tornado.summary(drawn.map(({ bar, low, high }) => texts.tornado.bar(bar.label, money(low, currency), money(high, currency))).join('; '))}
      >
        {from <= 0 && to >= 0 && <path d={`M${x(0)} ${HEAD}V${height}`} stroke="var(--loss)" strokeDasharray="4 3" />}
        <path d={`M${x(npv)} ${HEAD}V${height}`} stroke="var(--ink)" />
        <text x={Math.min(width - 60, Math.max(label + 40, x(npv)))} y={12} textAnchor="middle">{`${texts.tornado.expected} ${compactNumber(npv)}`}</text>
        {drawn.map(({ bar, low, high }, at) => {
          const top = HEAD + at * ROW + 6;
          const part = (amount: number) => ({ x: Math.min(x(npv), x(amount)), width: Math.max(1, Math.abs(x(amount) - x(npv))) });
          return (
            <g key={bar.key}>
              <text className="name" x={label - 8} y={top + 8} textAnchor="end">{cut(bar.label, longest)}</text>
              <text x={label - 8} y={top + 21} textAnchor="end">{texts.tornado.range(end(bar, bar.low), end(bar, bar.high))}</text>
              <rect {...part(low)} y={top} height={16} fill="var(--panel)" stroke="var(--ink-2)" />
              <rect {...part(high)} y={top} height={16} fill="var(--ink-2)" />
              <text className="ground" x={x(Math.min(low, high)) - 4} y={top + 12} textAnchor={x(Math.min(low, high)) < label + 44 ? 'start' : 'end'} dy={x(Math.min(low, high)) < label + 44 ? 15 : 0}>{compactNumber(Math.min(low, high))}</text>
              <text className="ground" x={x(Math.max(low, high)) + 4} y={top + 12} textAnchor={x(Math.max(low, high)) > width - 50 ? 'end' : 'start'} dy={x(Math.max(low, high)) > width - 50 ? 15 : 0}>{compactNumber(Math.max(low, high))}</text>
            </g>
          );
        })}
      </svg>
      {drawn[0]!.bar.switchingFactor !== null && (
        <p className="small">
          {drawn[0]!.bar.label}: {texts.tornado.switching.toLowerCase().replace('npv', 'NPV')} {texts.tornado.factor(number(drawn[0]!.bar.switchingFactor * 100, '%'))}
        </p>
      )}
    </Framed>
  );
}
