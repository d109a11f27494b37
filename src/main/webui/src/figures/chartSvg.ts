import { columns, SHORT_S, span, summary, tickLabel, yRange, type ChartProps, type Interval, type Line } from './chartModel';
import { compactNumber } from './format';

const WIDTH = 800;
const HEIGHT = 360;
const LEFT = 64;
const RIGHT = 16;
const TOP = 40;
const BOTTOM = 40;
const TICKS = 6;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const at = (value: number): string => value.toFixed(1);

/** Where the colours come from; tests bring their own. */
export type Palette = (name: string) => string;
export const paletteOf = (element: Element): Palette => {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(name).trim() || 'currentColor';
};

/** The chart as a picture that can be scaled: what the canvas shows, of the same points, with its title and sources of colour written out. */
export function chartSvg(props: ChartProps, source: Element | Palette): string {
  const colour = typeof source === 'function' ? source : paletteOf(source);
  const { name, times, lines, marks = [], notes = [], spans = [] } = props;
  const known = columns(lines).flatMap(({ values }) => values.filter((value) => value !== null));
  const [low, high] = yRange(known.length ? Math.min(...extremes(known)) : null, known.length ? Math.max(...extremes(known)) : null, props);
  const from = props.from ?? times[0] ?? 0;
  const to = props.to ?? times.at(-1) ?? 1;
  const x = (time: number) => LEFT + ((time - from) / (to - from || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - ((value - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const parts: string[] = [];
  const text = (px: number, py: number, what: string, fill: string, anchor = 'start', size = 12) =>
    parts.push(`<text x="${at(px)}" y="${at(py)}" fill="${fill}" font-size="${size}" text-anchor="${anchor}">${escaped(what)}</text>`);
  const rule = (x1: number, y1: number, x2: number, y2: number, stroke: string, dash = '') =>
    parts.push(`<path d="M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}" stroke="${stroke}" fill="none"${dash && ` stroke-dasharray="${dash}"`}/>`);

  const ink = colour('--ink-2');
  text(LEFT, 20, name, colour('--ink'), 'start', 14);
  let legend = WIDTH - RIGHT;
  for (const line of lines.toReversed()) {
    text(legend, 20, line.label, ink, 'end');
    legend -= line.label.length * 7 + 12;
    rule(legend - 16, 16, legend + 4, 16, colour(line.colour), line.dash?.join(' '));
    legend -= 28;
  }
  for (let tick = 0; tick <= TICKS; tick++) {
    const value = low + ((high - low) * tick) / TICKS;
    rule(LEFT, y(value), WIDTH - RIGHT, y(value), colour('--chart-grid'));
    text(LEFT - 8, y(value) + 4, (props.ticks ?? compactNumber)(value), ink, 'end');
    const time = from + ((to - from) * tick) / TICKS;
    text(x(time), HEIGHT - BOTTOM + 20, tickLabel(time, Math.max(span(props), SHORT_S * 0.5)), ink, tick === 0 ? 'start' : tick === TICKS ? 'end' : 'middle');
  }
  for (const happened of spans) {
    const start = Math.max(from, happened.from);
    const end = Math.min(to, happened.to ?? to);
    if (end < from || start > to) continue;
    parts.push(`<rect x="${at(x(start))}" y="${TOP}" width="${at(x(end) - x(start))}" height="${HEIGHT - BOTTOM - TOP}" fill="${ink}" fill-opacity="0.08"/>`);
    if (happened.from < from) continue;
    rule(x(start), TOP, x(start), HEIGHT - BOTTOM, ink, '1 2');
    text(x(start) + 4, HEIGHT - BOTTOM - 6, happened.label, ink);
  }
  for (const note of notes) {
    if (note.at < from || note.at > to) continue;
    rule(x(note.at), TOP, x(note.at), HEIGHT - BOTTOM, ink, '2 3');
    text(x(note.at) + 4, TOP + 10, note.label, ink);
  }
  for (const mark of marks) {
    rule(LEFT, y(mark.at), WIDTH - RIGHT, y(mark.at), colour(mark.colour), mark.dash?.join(' '));
    text(WIDTH - RIGHT - 4, y(mark.at) - 4, mark.label, colour(mark.colour), 'end');
  }
  for (const { interval } of lines) if (interval) parts.push(...area(interval, times, x, y, colour));
  for (const line of lines) parts.push(drawn(line, times, x, y, Math.max(low, Math.min(0, high)), colour));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="IBM Plex Sans, system-ui, sans-serif">`,
    `<title>${escaped(name)}</title><desc>${escaped(summary(props))}</desc>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${colour('--panel')}"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

/** Least and greatest, for lists that are too long to be arguments. */
function extremes(values: number[]): [number, number] {
  return values.reduce<[number, number]>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** The area between an interval's bounds, one piece for each stretch over which both are known. */
function area({ low, high, fill }: Interval, times: number[], x: (time: number) => number, y: (value: number) => number, colour: Palette): string[] {
  const stretches: number[][] = [[]];
  times.forEach((_, at) => {
    if (low[at] === null || low[at] === undefined || high[at] === null || high[at] === undefined) stretches.push([]);
    else stretches.at(-1)!.push(at);
  });
  return stretches
    .filter((stretch) => stretch.length > 1)
    .map((stretch) => {
      const corners = [...stretch.map((at) => [at, high[at]!] as const), ...stretch.toReversed().map((at) => [at, low[at]!] as const)];
      return `<path d="M${corners.map(([index, value]) => `${at(x(times[index]!))} ${at(y(value))}`).join('L')}Z" fill="${colour(fill)}"/>`;
    });
}

function drawn(line: Line, times: number[], x: (time: number) => number, y: (value: number) => number, base: number, colour: Palette): string {
  const stroke = colour(line.colour);
  if (line.bars) {
    const step = times.length > 1 ? x(times[1]!) - x(times[0]!) : 20;
    const width = Math.max(1, step * 0.8);
    return line.values
      .map((value, index) => {
        if (value === null) return '';
        const top = Math.min(y(value), y(base));
        return `<rect x="${at(x(times[index]!) - width / 2)}" y="${at(top)}" width="${at(width)}" height="${at(Math.abs(y(value) - y(base)))}" fill="${stroke}"/>`;
      })
      .join('');
  }
  let path = '';
  let pen = false;
  let height = 0;
  line.values.forEach((value, index) => {
    if (value === null) {
      pen = false;
      return;
    }
    const px = at(x(times[index]!));
    if (pen && line.stepped) path += `L${px} ${at(height)}`;
    height = y(value);
    path += `${pen ? 'L' : 'M'}${px} ${at(height)}`;
    pen = true;
  });
  return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="1.6"${line.dash ? ` stroke-dasharray="${line.dash.join(' ')}"` : ''}/>`;
}
