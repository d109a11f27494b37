import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { texts } from '../texts';
import { clockTime, compactNumber, day, shownZone, timeOfDay } from './format';

export interface Line {
  label: string;
  /** A custom property of the style sheet, such as `--chart-value`. */
  colour: string;
  values: (number | null)[];
  fill?: string;
  dash?: number[];
  bars?: boolean;
  stepped?: boolean;
}

/** A level across the whole chart, labelled on the line itself. */
export interface Mark {
  label: string;
  at: number;
  colour: string;
  dash?: number[];
}

export interface ChartProps {
  name: string;
  /** Seconds since 1970, ascending; one for each value of each line. */
  times: number[];
  lines: Line[];
  marks?: Mark[];
  height: number;
  format(value: number): string;
  from?: number;
  to?: number;
  legend?: ReactNode;
  /** Whether 0 belongs in the picture, as it does under an area or a bar. */
  zero?: boolean;
}

const LABEL_FONT = "11px 'IBM Plex Sans Variable', system-ui, sans-serif";
const MAX_TABLE_ROWS = 200;

/** A chart with its summary for those who cannot see it, and a table for those who want the figures. */
export function Chart(props: ChartProps) {
  const [tabular, setTabular] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const id = useId();
  const { name, height, legend } = props;
  const empty = !props.lines.some(({ values }) => values.some((value) => value !== null));
  return (
    <div>
      {empty ? (
        <div className="chart-empty" style={{ height }}>
          {texts.chart.noData}
        </div>
      ) : tabular ? (
        <ChartTable {...props} />
      ) : (
        <figure aria-labelledby={id}>
          <Canvas {...props} hover={setAt} />
          <figcaption id={id} className="visually-hidden">
            {summary(props)}
          </figcaption>
        </figure>
      )}
      <div className="chart-foot">
        {at !== null && !tabular ? (
          <div className="readout" aria-hidden="true">
            {readout(props, at)}
          </div>
        ) : (
          <div className="legend">{legend}</div>
        )}
        {!empty && (
          <button
            type="button"
            className="text-button small"
            onClick={() => setTabular((before) => !before)}
            aria-label={tabular ? texts.chart.asChart(name) : texts.chart.asTable(name)}
          >
            {tabular ? texts.chart.showChart : texts.chart.showTable}
          </button>
        )}
      </div>
    </div>
  );
}

function readout({ times, lines, format }: ChartProps, at: number): string {
  const time = times[at];
  if (time === undefined) return '';
  const told = lines.map(({ label, values }) => {
    const value = values[at] ?? null;
    return `${label} ${value === null ? '–' : format(value)}`;
  });
  return [clockTime(time * 1000, Date.now()), ...told].join(' · ');
}

export function summary({ name, times, lines, format, marks = [] }: ChartProps): string {
  const now = Date.now();
  const told = lines.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0 || times.length === 0) return texts.chart.emptySummary(label);
    const low = known.reduce((a, b) => Math.min(a, b));
    const high = known.reduce((a, b) => Math.max(a, b));
    const first = clockTime(times[0]! * 1000, now);
    const last = clockTime(times.at(-1)! * 1000, now);
    return texts.chart.summary(label, known.length, first, last, format(low), format(high));
  });
  return [`${name}.`, ...told, ...marks.map(({ label, at }) => `${label} ${format(at)}.`)].join(' ');
}

function ChartTable({ name, times, lines, format, height }: ChartProps) {
  const now = Date.now();
  const first = Math.max(0, times.length - MAX_TABLE_ROWS);
  const rows = times.slice(first).map((time, index) => ({ time, index: first + index }));
  return (
    <div className="chart-table" style={{ maxHeight: Math.max(height, 220) }} tabIndex={0}>
      {first > 0 && <p className="small quiet">{texts.chart.truncated(rows.length, times.length)}</p>}
      <table>
        <caption className="visually-hidden">{name}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.chart.time}</th>
            {lines.map(({ label }) => (
              <th scope="col" className="num" key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map(({ time, index }) => (
            <tr key={time}>
              <td>{clockTime(time * 1000, now)}</td>
              {lines.map(({ label, values }) => {
                const value = values[index] ?? null;
                return (
                  <td className="num" key={label}>
                    {value === null ? '–' : format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Canvas({ hover, ...props }: ChartProps & { hover(index: number | null): void }) {
  const { times, lines, marks = [], height, from, to } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const scheme = useComputedColorScheme('light');
  // What uPlot is built from; new values alone go in by setData.
  const shape = JSON.stringify([lines.map(({ label, colour, bars }) => [label, colour, bars]), marks, height, scheme, span(props) > SHORT_S]);

  useEffect(() => {
    const element = host.current!;
    const made = new uPlot(options(latest, element, hover), dataOf(latest.current), element);
    plot.current = made;
    const sized = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (width > 0 && width !== made.width) made.setSize({ width, height });
    });
    sized.observe(element);
    return () => {
      sized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape, height, hover]);

  useEffect(() => {
    plot.current?.setData(dataOf(latest.current), true);
  }, [times, lines, from, to]);

  return <div ref={host} className="chart" style={{ height }} aria-hidden="true" />;
}

function dataOf({ times, lines }: ChartProps): uPlot.AlignedData {
  return [times, ...lines.map(({ values }) => values)];
}

type Latest = { current: ChartProps };

function options(latest: Latest, element: HTMLElement, hover: (index: number | null) => void): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const { lines, height } = latest.current;
  const grid = { stroke: colour('--chart-grid'), width: 1 };
  const axis = { font: LABEL_FONT, stroke: colour('--ink-2'), grid, ticks: { show: false } };
  return {
    width: Math.max(1, element.clientWidth),
    height,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => {
      const zone = shownZone();
      const date = new Date(seconds * 1000);
      return zone ? uPlot.tzDate(date, zone) : date;
    },
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: true, range: (_, min, max) => [latest.current.from ?? min, latest.current.to ?? max] },
      y: { range: (_, min, max) => yRange(min, max, latest.current) },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 60,
        grid: { show: false },
        incrs: span(latest.current) > SHORT_S ? DAYS_S : HOURS_S,
        values: (_, ticks) => ticks.map((tick) => tickLabel(tick, span(latest.current))),
      },
      { ...axis, size: 52, space: 28, values: (_, ticks) => ticks.map(compactNumber) },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.label,
        stroke: colour(line.colour),
        width: line.bars ? 0 : 1.6,
        ...(line.fill ? { fill: colour(line.fill) } : {}),
        ...(line.dash ? { dash: line.dash } : {}),
        ...(line.bars ? { paths: uPlot.paths.bars!({ size: [0.8, 24] }), fill: colour(line.colour) } : {}),
        ...(line.stepped ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
        points: { show: false },
        spanGaps: false,
      })),
    ],
    hooks: {
      draw: [(plot) => drawMarks(plot, latest.current.marks ?? [], colour)],
      setCursor: [(plot) => hover(plot.cursor.idx ?? null)],
    },
  };
}

/** Marks belong in the picture: a target that is out of sight says nothing. */
function yRange(min: number | null, max: number | null, { marks = [], lines, zero = false }: ChartProps): [number, number] {
  const levels = marks.map(({ at }) => at);
  const low = Math.min(min ?? 0, ...levels, ...(zero || lines.some(({ bars }) => bars) ? [0] : []));
  const high = Math.max(max ?? 1, ...levels, ...(zero ? [0] : []));
  const pad = (high - low || Math.abs(high) || 1) * 0.08;
  return [low === 0 ? 0 : low - pad, high + pad];
}

const DAY_S = 86_400;
/** Up to here a tick is a time of day, beyond it a day. */
const SHORT_S = 2 * DAY_S;
const HOURS_S = [1, 2, 3, 4, 6, 12].map((hours) => hours * 3600);
const DAYS_S = [1, 2, 4, 7, 14, 28, 61, 91, 183].map((days) => days * DAY_S);

const span = ({ from, to, times }: ChartProps) => (to ?? times.at(-1) ?? 0) - (from ?? times[0] ?? 0);

function tickLabel(tick: number, seconds: number): string {
  return seconds > SHORT_S ? day(tick * 1000) : timeOfDay(tick * 1000);
}

const LABEL_GAP_PX = 12;

function drawMarks(plot: uPlot, marks: Mark[], colour: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const taken: number[] = [];
  ctx.save();
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.font = LABEL_FONT.replace('11px', `${11 * ratio}px`);
  for (const { label, at, colour: name, dash = [] } of marks) {
    const y = Math.round(plot.valToPos(at, 'y', true));
    ctx.strokeStyle = colour(name);
    ctx.lineWidth = ratio;
    ctx.setLineDash(dash.map((length) => length * ratio));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    // A label that would cover another goes below its line.
    const above = y - 3 * ratio;
    const clear = taken.every((other) => Math.abs(other - above) > LABEL_GAP_PX * ratio);
    const place = clear && above - LABEL_GAP_PX * ratio > bbox.top ? above : y + LABEL_GAP_PX * ratio;
    taken.push(place);
    const width = ctx.measureText(label).width;
    const x = bbox.left + bbox.width - width - 4 * ratio;
    ctx.fillStyle = colour('--panel');
    ctx.globalAlpha = 0.8;
    ctx.fillRect(x - 2 * ratio, place - 10 * ratio, width + 4 * ratio, 12.5 * ratio);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour(name);
    ctx.fillText(label, x, place);
  }
  ctx.restore();
}
