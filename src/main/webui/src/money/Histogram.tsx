import { useId } from 'react';
import { useDrawing } from '../figures/drawing';
import { compactNumber, money, number, percent } from '../figures/format';
import { Framed } from '../figures/Framed';
import { texts as shared } from '../texts';
import type { Simulated } from './api';
import { cellsOf, type Cell } from './chart';
import { texts } from './texts';

const HEIGHT = 260;
const LEFT = 44;
const RIGHT = 16;
const TOP = 40;
const BOTTOM = 36;
/** Room at either end for the runs that lie beyond the cells. */
const TAIL = 34;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const FEW_TICKS = [0, 0.5, 1];
const SLIM = 400;
const MARKER = 5;

/** How often net present value fell where: what is below 0 is hatched, and the mean of the worst is marked. */
export function Histogram({ data }: { data: Simulated }) {
  const hatch = useId();
  const { width } = useDrawing();
  const cells = cellsOf(data);
  const { currency, runs, probabilityNegative: loss, mean, cvar95, histogram } = data;
  if (mean === null) return null;
  if (cells.length === 0 || !histogram) {
    return (
      <div className="panel empty">
        <h2>{texts.histogram.title}</h2>
        <p className="quiet">{texts.histogram.same}</p>
      </div>
    );
  }
  const inner = cells.filter(({ from, to }) => from !== null && to !== null) as (Cell & { from: number; to: number })[];
  const [low, high] = [histogram.from, histogram.to];
  const x = (amount: number) => LEFT + TAIL + ((amount - low) / (high - low)) * (width - LEFT - RIGHT - 2 * TAIL);
  const most = Math.max(...cells.map(({ share }) => share));
  const y = (share: number) => HEIGHT - BOTTOM - (share / most) * (HEIGHT - TOP - BOTTOM);
  // What lies beyond the cells is drawn as far out as there is room.
  const held = (amount: number) => Math.min(width - RIGHT - MARKER, Math.max(LEFT + MARKER, x(amount)));
  const told = (of: number | null) => (of === null ? shared.unknown : money(of, currency));
  const chance = loss === null ? shared.unknown : percent(loss);
  const bars = [
    ...inner.map((cell) => ({ cell, left: x(cell.from), right: x(cell.to), zero: Math.min(x(cell.to), Math.max(x(cell.from), x(0))) })),
    ...cells.filter(({ from }) => from === null).map((cell) => ({ cell, left: LEFT + 2, right: LEFT + TAIL - 8, zero: (cell.to ?? 0) <= 0 ? LEFT + TAIL - 8 : LEFT + 2 })),
    ...cells.filter(({ to }) => to === null).map((cell) => ({ cell, left: width - RIGHT - TAIL + 8, right: width - RIGHT - 2, zero: (cell.from ?? 0) < 0 ? width - RIGHT - 2 : width - RIGHT - TAIL + 8 })),
  ];
  const name = ({ from, to }: Cell) =>
    from === null ? texts.histogram.below(told(to)) : to === null ? texts.histogram.above(told(from)) : texts.histogram.between(told(from), told(to));
  const marks = [
    ...(cvar95 === null ? [] : [{ at: held(cvar95), text: `${texts.histogram.tail} ${compactNumber(cvar95)}`, line: 12, tone: 'var(--loss)' }]),
    { at: held(mean), text: `${texts.histogram.mean} ${compactNumber(mean)}`, line: 26, tone: 'var(--ink)' },
  ];
  return (
    <Framed
      title={texts.histogram.title}
      note={texts.histogram.note(inner.length, percent(histogram.fromRank / 100, { digits: 0 }), percent(histogram.toRank / 100, { digits: 0 }))}
      rows={[
        [texts.histogram.where(currency), texts.histogram.runs, texts.histogram.share],
        ...cells.map((cell) => [name(cell), cell.runs, percent(cell.share, { digits: 2 })]),
      ]}
      legend={
        <span className="small quiet">
          <svg width="16" height="12" aria-hidden="true" style={{ verticalAlign: 'middle' }}>
            <rect width="16" height="12" fill={`url(#${hatch})`} stroke="var(--loss)" />
          </svg>{' '}
          {texts.histogram.lossShare(chance)}
        </span>
      }
    >
      <svg className="drawing" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={texts.histogram.summary(number(runs), chance, told(mean), told(cvar95), told(low), told(high))}>
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--loss-soft)" />
            <path d="M0 0V6" stroke="var(--loss)" strokeWidth="3" />
          </pattern>
        </defs>
        {[0.5, 1].map((part) => (
          <g key={part}>
            <path d={`M${LEFT} ${y(part * most)}H${width - RIGHT}`} stroke="var(--chart-grid)" />
            <text x={LEFT - 6} y={y(part * most) + 4} textAnchor="end">{percent(part * most, { digits: 1 })}</text>
          </g>
        ))}
        {bars.map(({ cell, left, right, zero }) => (
          <g key={`${cell.from} ${cell.to}`}>
            <title>{`${name(cell)}: ${number(cell.runs)} (${percent(cell.share, { digits: 2 })})`}</title>
            {zero > left && <rect x={left} y={y(cell.share)} width={Math.max(0.5, zero - left - 0.5)} height={HEIGHT - BOTTOM - y(cell.share)} fill={`url(#${hatch})`} stroke="var(--loss)" strokeWidth="0.5" />}
            {zero < right && <rect x={zero} y={y(cell.share)} width={Math.max(0.5, right - zero - 0.5)} height={HEIGHT - BOTTOM - y(cell.share)} fill="var(--chart-value)" />}
          </g>
        ))}
        <path d={`M${LEFT} ${HEIGHT - BOTTOM}H${width - RIGHT}`} stroke="var(--line-strong)" />
        {low < 0 && high > 0 && <path d={`M${x(0)} ${TOP}V${HEIGHT - BOTTOM + 4}`} stroke="var(--ink-2)" strokeDasharray="4 3" />}
        {marks.map(({ at, text, line, tone }) => (
          <g key={text}>
            <path d={`M${at} ${line + 4}V${HEIGHT - BOTTOM}`} stroke={tone} strokeDasharray={tone === 'var(--loss)' ? '2 3' : undefined} />
            <path d={`M${at - MARKER} ${line + 2}h${2 * MARKER}l${-MARKER} ${MARKER + 2}z`} fill={tone} />
            <text className="name ground" x={at > width / 2 ? at - 9 : at + 9} y={line + 7} textAnchor={at > width / 2 ? 'end' : 'start'}>
              {text}
            </text>
          </g>
        ))}
        {(width < SLIM ? FEW_TICKS : TICKS).map((part) => (
          <text key={part} x={x(low + part * (high - low))} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
            {compactNumber(low + part * (high - low))}
          </text>
        ))}
        <text x={width - RIGHT} y={HEIGHT - 4} textAnchor="end">{texts.simulation.amount(currency)}</text>
      </svg>
    </Framed>
  );
}
