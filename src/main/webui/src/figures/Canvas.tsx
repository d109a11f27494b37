import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { DAYS_S, HOURS_S, SHORT_S, span, tickLabel, yRange, type ChartProps, type Line, type Mark, type Note, type Span } from './chartModel';
import { compactNumber, wallDate } from './format';

const LABEL_FONT = "11px 'IBM Plex Sans Variable', system-ui, sans-serif";

/** The chart's picture, drawn by uPlot: hundreds of thousands of points, and new ones appended cheaply. */
export function Canvas({ hover, ...props }: ChartProps & { hover(index: number | null): void }) {
  const { times, lines, marks = [], notes, spans, height, from, to } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const scheme = useComputedColorScheme('light');
  // What uPlot is built from; new values alone go in by setData.
  const shape = JSON.stringify([lines.map(({ label, colour, bars, interval }) => [label, colour, bars, interval?.fill]), marks, height, scheme, props.zoom !== undefined]);

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
  }, [times, lines, notes, spans, from, to]);

  return <div ref={host} className="chart" style={{ height }} aria-hidden="true" />;
}

function dataOf({ times, lines }: ChartProps): uPlot.AlignedData {
  return [times, ...lines.map(({ values }) => values), ...lines.flatMap(({ interval }) => (interval ? [interval.high, interval.low] : []))];
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
    // The last label of the axis is centred on the edge.
    padding: [8, 16, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => wallDate(seconds * 1000),
    cursor: { drag: { x: latest.current.zoom !== undefined, y: false, setScale: false, dist: 6 }, points: { size: 6 } },
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
        // Asked at each drawing: zooming from months to hours must not build the chart anew.
        incrs: () => (span(latest.current) > SHORT_S ? DAYS_S : HOURS_S),
        values: (_, ticks) => ticks.map((tick) => tickLabel(tick, span(latest.current))),
      },
      { ...axis, size: 52, space: 28, values: (_, ticks) => ticks.map((tick) => (latest.current.ticks ?? compactNumber)(tick)) },
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
      // The bounds of intervals are not lines of their own: the area between them is what is drawn.
      ...lines.flatMap(({ interval }) => (interval ? [BOUND, BOUND] : [])),
    ],
    bands: lines
      .filter(({ interval }) => interval)
      .map(({ interval }, at) => ({ series: [lines.length + 1 + 2 * at, lines.length + 2 + 2 * at] as [number, number], fill: colour(interval!.fill) })),
    hooks: {
      // Under the lines: what happened is what they are read against.
      drawClear: [(plot) => drawSpans(plot, latest.current.spans ?? [], colour)],
      draw: [
        (plot) => drawNotes(plot, latest.current.notes ?? [], colour),
        (plot) => drawMarks(plot, latest.current.marks ?? [], colour),
        (plot) => drawNames(plot, latest.current, colour),
      ],
      setSelect: [(plot) => select(plot, latest)],
      setCursor: [(plot) => hover(plot.cursor.idx ?? null)],
    },
  };
}

const BOUND: uPlot.Series = { width: 0, points: { show: false }, spanGaps: false };
const LABEL_GAP_PX = 12;
const NOTE_ROWS = 3;
const NOTE_GAP_PX = 14;

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
    labelled(ctx, label, x, place, width, colour(name), colour('--panel'));
  }
  ctx.restore();
}

function select(plot: uPlot, latest: Latest): void {
  const { left, width } = plot.select;
  if (width <= 0) return;
  const from = plot.posToVal(left, 'x');
  const to = plot.posToVal(left + width, 'x');
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  latest.current.zoom?.(from, to);
}

/** A stretch is a band with a rule at its start, a moment the rule alone; marks below the chart name them. */
function drawSpans(plot: uPlot, spans: Span[], colour: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const end = bbox.left + bbox.width;
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = colour('--ink-2');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([devicePixelRatio, 2 * devicePixelRatio]);
  for (const { from, to } of spans) {
    const x = Math.round(plot.valToPos(from, 'x', true));
    const until = to === null ? end : Math.round(plot.valToPos(to, 'x', true));
    if (until < bbox.left || x > end) continue;
    ctx.globalAlpha = 0.08;
    const left = Math.max(x, bbox.left);
    if (until > left) ctx.fillRect(left, bbox.top, Math.min(until, end) - left, bbox.height);
    if (x < bbox.left) continue;
    ctx.globalAlpha = 0.6;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

function drawNotes(plot: uPlot, notes: Note[], colour: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = LABEL_FONT.replace('11px', `${11 * ratio}px`);
  ctx.strokeStyle = ctx.fillStyle = colour('--ink-2');
  ctx.lineWidth = ratio;
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  ctx.textAlign = 'left';
  let row = 0;
  for (const { label, at } of notes) {
    const x = Math.round(plot.valToPos(at, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const width = ctx.measureText(label).width;
    const right = bbox.left + bbox.width - x > width + 8 * ratio;
    const left = right ? x + 4 * ratio : x - width - 4 * ratio;
    const base = bbox.top + (10 + (row++ % NOTE_ROWS) * NOTE_GAP_PX) * ratio;
    labelled(ctx, label, left, base, width, colour('--ink-2'), colour('--panel'));
  }
  ctx.restore();
}

/** Names lines on themselves, where the eye meets them first; the right edge belongs to the levels. */
function drawNames(plot: uPlot, { lines, times, marks = [] }: ChartProps, colour: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = LABEL_FONT.replace('11px', `${11 * ratio}px`);
  ctx.textAlign = 'left';
  const right = bbox.left + bbox.width - Math.max(0, ...marks.map((mark) => ctx.measureText(mark.label).width + 10 * ratio));
  for (const { label, values, colour: name, named, interval } of lines) {
    if (!named) continue;
    if (named === 'end') {
      nameEnd(plot, { label, values, interval }, times, colour(name), colour('--panel'));
      continue;
    }
    const first = values.findIndex((value, at) => value !== null && plot.valToPos(times[at]!, 'x', true) >= bbox.left);
    if (first < 0) continue;
    const width = ctx.measureText(label).width;
    const x = Math.min(plot.valToPos(times[first]!, 'x', true) + 4 * ratio, right - width - 4 * ratio);
    const top = Math.round(plot.valToPos(interval?.high[first] ?? values[first]!, 'y', true)) - 4 * ratio;
    const under = Math.round(plot.valToPos(interval?.low[first] ?? values[first]!, 'y', true)) + LABEL_GAP_PX * ratio;
    labelled(ctx, label, x, top - LABEL_GAP_PX * ratio > bbox.top ? top : under, width, colour(name), colour('--panel'));
  }
  ctx.restore();
}

/** A line's name at its end, on the side that the line comes not from. */
function nameEnd(plot: uPlot, { label, values, interval }: Pick<Line, 'label' | 'values' | 'interval'>, times: number[], ink: string, ground: string): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const last = values.findLastIndex((value, at) => value !== null && plot.valToPos(times[at]!, 'x', true) <= bbox.left + bbox.width);
  const first = values.findIndex((value) => value !== null);
  if (last < 0 || first === last) return;
  const width = ctx.measureText(label).width;
  const x = Math.max(bbox.left, plot.valToPos(times[last]!, 'x', true) - width - 4 * ratio);
  const above = plot.valToPos(interval?.high[last] ?? values[last]!, 'y', true) - 6 * ratio;
  const below = plot.valToPos(interval?.low[last] ?? values[last]!, 'y', true) + (LABEL_GAP_PX + 4) * ratio;
  const rises = values[last]! >= values[first]!;
  const fits = above - LABEL_GAP_PX * ratio > bbox.top;
  labelled(ctx, label, x, rises && fits ? above : below, width, ink, ground);
}

/** A word on the drawing, on a ground that keeps lines from running through it. */
function labelled(ctx: CanvasRenderingContext2D, text: string, x: number, base: number, width: number, ink: string, ground: string): void {
  const ratio = devicePixelRatio;
  ctx.fillStyle = ground;
  ctx.globalAlpha = 0.85;
  ctx.fillRect(x - 2 * ratio, base - 10 * ratio, width + 4 * ratio, 12.5 * ratio);
  ctx.globalAlpha = 1;
  ctx.fillStyle = ink;
  ctx.fillText(text, x, base);
}
