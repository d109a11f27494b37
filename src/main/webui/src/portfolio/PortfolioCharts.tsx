import { useMemo } from 'react';
import type { Portfolio } from '../api/types';
import { cut, useDrawing } from '../figures/drawing';
import { compactNumber, money } from '../figures/format';
import { Framed } from '../figures/Framed';
import { useGo } from '../shell/urlState';
import { texts } from '../texts';
import { bubblesOf, waterfallOf } from './charts';
import { RiskMark, riskShape } from './RiskMark';
import { RISKS } from './risk';
import { portfolioTexts } from './texts';

const HEIGHT = 320;
const LEFT = 56;
const BOTTOM = 36;
const TOP = 12;
const RIGHT = 16;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const LABELLED = 6;
/** Room that a name beside a circle takes. */
const NAME = 140;
const MOST_STEPS = 9;

/** Where projects stand, and what made the total. */
export default function PortfolioCharts({ portfolio }: { portfolio: Portfolio }) {
  return (
    <div className="charts">
      <BubbleChart portfolio={portfolio} />
      <Waterfall portfolio={portfolio} />
    </div>
  );
}

function BubbleChart({ portfolio }: { portfolio: Portfolio }) {
  const go = useGo();
  const { currency } = portfolio;
  const { width: whole, longest } = useDrawing();
  const width = whole - LEFT - RIGHT;
  const height = HEIGHT - TOP - BOTTOM;
  const drawn = useMemo(() => bubblesOf(portfolio, width, height), [portfolio, width, height]);
  if (!drawn) return <p className="panel empty quiet">{portfolioTexts.noCharts}</p>;
  const { bubbles, costEnd, low, high } = drawn;
  const y = (value: number) => TOP + height - ((value - low) / (high - low)) * height;
  const even = Math.min(costEnd, high);
  return (
    <Framed
      title={portfolioTexts.bubble}
      note={portfolioTexts.bubbleNote}
      rows={[
        [texts.portfolio.project, texts.figures.realised, texts.figures.cost, texts.figures.earning, portfolioTexts.risk],
        ...bubbles.map(({ row, risk }) => [
          row.name,
          ...([['realised', row.realised], ['cost', row.cost], ['earning', row.earningPerHour]] as const).map(([figure, value]) => ({
            value, explain: figure, of: row.key, name: `${texts.figures[figure]}, ${row.name}`,
          })),
          portfolioTexts.risks[risk],
        ]),
      ]}
      legend={RISKS.map((risk) => (
        <span key={risk}>
          <RiskMark risk={risk} /> {portfolioTexts.risks[risk]}
        </span>
      ))}
    >
      <svg className="drawing" viewBox={`0 0 ${whole} ${HEIGHT}`} role="group" aria-label={portfolioTexts.bubbleNote}>
        {TICKS.map((tick) => (
          <g key={tick}>
            <path d={`M${LEFT} ${y(low + (high - low) * tick)}h${width}`} stroke="var(--chart-grid)" />
            <text x={LEFT - 8} y={y(low + (high - low) * tick) + 4} textAnchor="end">{compactNumber(low + (high - low) * tick)}</text>
            <text x={LEFT + width * tick} y={HEIGHT - BOTTOM + 18} textAnchor={tick === 1 ? 'end' : 'middle'}>{compactNumber(costEnd * tick)}</text>
          </g>
        ))}
        <text x={whole - RIGHT} y={HEIGHT - 4} textAnchor="end">{`${texts.figures.cost}, ${currency}`}</text>
        <text x={LEFT + 4} y={TOP + 10}>{`${texts.figures.realised}, ${currency}`}</text>
        <path d={`M${LEFT} ${y(0)}L${LEFT + (even / costEnd) * width} ${y(even)}`} stroke="var(--ink-2)" strokeDasharray="4 3" fill="none" />
        <text x={LEFT + (even / costEnd) * width + (even < costEnd ? 6 : -12)} y={y(even) + (even < costEnd ? 14 : 24)} textAnchor={even < costEnd ? 'start' : 'end'}>{portfolioTexts.breakEven}</text>
        {bubbles.map(({ row, x, y: top, radius, risk }, at) => {
          const shape = riskShape(risk, LEFT + x, TOP + top, radius);
          const right = LEFT + x + radius + NAME < whole;
          return (
            <a
              key={row.id}
              href={`/projects/${encodeURIComponent(row.key)}`}
              aria-label={portfolioTexts.bubbleOf(row.name, money(row.realised!, currency), money(row.cost!, currency), portfolioTexts.risks[risk])}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                go(`/projects/${encodeURIComponent(row.key)}`);
              }}
            >
              <path d={shape.d} fill={shape.colour} fillOpacity={risk === 'unknown' ? 0.08 : 0.25} stroke={shape.colour} strokeWidth="1.5" strokeDasharray={shape.dash}>
                <title>{portfolioTexts.bubbleOf(row.name, money(row.realised!, currency), money(row.cost!, currency), portfolioTexts.risks[risk])}</title>
              </path>
              {at < LABELLED && (
                <text className="name ground" x={LEFT + x + (right ? radius + 5 : -radius - 5)} y={TOP + top + 4} textAnchor={right ? 'start' : 'end'}>
                  {whole > NAME * 3 ? row.name : cut(row.name, longest)}
                </text>
              )}
            </a>
          );
        })}
      </svg>
    </Framed>
  );
}

function Waterfall({ portfolio }: { portfolio: Portfolio }) {
  const { currency } = portfolio;
  const { width: whole, label, longest } = useDrawing();
  const steps = useMemo(
    () =>
      waterfallOf(portfolio, MOST_STEPS, {
        others: portfolioTexts.others, cost: texts.figures.cost, net: portfolioTexts.net, total: texts.figures.realised,
      }),
    [portfolio],
  );
  if (steps.length < 2) return <p className="panel empty quiet">{portfolioTexts.noCharts}</p>;
  const low = Math.min(0, ...steps.flatMap(({ from, to }) => [from, to]));
  const high = Math.max(1, ...steps.flatMap(({ from, to }) => [from, to]));
  const value = 64;
  const width = whole - label - value;
  const rowHeight = Math.max(24, Math.min(36, (HEIGHT - 8) / steps.length));
  const x = (amount: number) => label + ((amount - low) / (high - low)) * width;
  const colour = { gain: 'var(--gain)', loss: 'var(--loss)', total: 'var(--ink-2)' };
  return (
    <Framed
      title={portfolioTexts.waterfall}
      note={portfolioTexts.waterfallNote}
      rows={[[texts.portfolio.project, texts.figures.realised], ...steps.map(({ label: name, from, to, kind }) => [name, kind === 'total' ? to : to - from])]}
    >
      <svg className="drawing" viewBox={`0 0 ${whole} ${rowHeight * steps.length + 8}`} role="img" aria-label={`${portfolioTexts.waterfall}. ${steps.map((step) => `${step.label} ${money(step.kind === 'total' ? step.to : step.to - step.from, currency)}`).join('; ')}.`}>
        <path d={`M${x(0)} 0V${rowHeight * steps.length}`} stroke="var(--line-strong)" />
        {steps.map((step, at) => {
          const top = at * rowHeight + 4;
          const amount = step.kind === 'total' ? step.to : step.to - step.from;
          return (
            <g key={`${step.label} ${at}`}>
              <text className={step.kind === 'total' ? 'name strong' : 'name'} x={label - 8} y={top + rowHeight / 2} dominantBaseline="middle" textAnchor="end">
                {cut(step.label, longest)}
              </text>
              <rect
                x={Math.min(x(step.from), x(step.to))} y={top + 3} width={Math.max(1, Math.abs(x(step.to) - x(step.from)))} height={rowHeight - 8}
                fill={colour[step.kind]} fillOpacity={step.kind === 'total' ? 0.9 : 0.75}
              />
              {step.kind === 'loss' && <path d={`M${x(step.to)} ${top + 3}v${rowHeight - 8}`} stroke="var(--loss)" strokeWidth="2" />}
              <text className={step.kind === 'total' ? 'strong' : undefined} x={whole - 4} y={top + rowHeight / 2} dominantBaseline="middle" textAnchor="end">
                {`${amount > 0 && step.kind !== 'total' ? '+' : ''}${compactNumber(amount)}`}
              </text>
              {at < steps.length - 1 && <path d={`M${x(step.to)} ${top + rowHeight - 5}v8`} stroke="var(--line-strong)" />}
            </g>
          );
        })}
      </svg>
    </Framed>
  );
}
