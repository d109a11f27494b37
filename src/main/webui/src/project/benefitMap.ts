import type { Answer } from '../api/types';
import type { Tone } from '../kit/Mark';
import type { Benefit } from './facts';

export type BenefitMapAnswer = Answer<'/api/v1/projects/{project}/benefit-map'>;
export type Slippage = Answer<'/api/v1/projects/{project}/benefit-map/slippage'>;
type Node = BenefitMapAnswer['nodes'][number];
type Edge = BenefitMapAnswer['edges'][number];
export type Kind = Node['kind'];
type SlippageLine = Slippage['deliverables'][number];
export type Behind = SlippageLine['benefits'][number];

/** In the order in which one leads to the next. */
export const KINDS: readonly Kind[] = ['DELIVERABLE', 'CHANGE', 'BENEFIT', 'OBJECTIVE'];

export const BOX = { width: 250, height: 76 } as const;
const GAP_X = 80;
const GAP_Y = 14;
export const HEAD = 24;
const EDGE = 2;

/** A node with what is known of it, where it is drawn. */
export interface Placed {
  node: Node;
  x: number;
  y: number;
  /** For a deliverable: its dates, and what a slip costs. */
  slip: SlippageLine | null;
  /** For a benefit: what was agreed on it; null: nobody measures it. */
  benefit: Benefit | null;
  /** What a benefit brings in a day, and whether that is earned or promised. */
  brings: Behind | null;
  leadsTo: string[];
}

export interface Drawn {
  nodes: Placed[];
  edges: { d: string; late: boolean; key: string }[];
  columns: { kind: Kind; x: number }[];
  width: number;
  height: number;
}

const short = (key: string) => key.slice(key.lastIndexOf('/') + 1);

/** A deliverable is late while it is due and not done. */
export const isLate = (line: SlippageLine | null): boolean => line !== null && line.daysLate > 0;

/**
 * The map in columns by kind. The dearest slips come first, and what they lead to lies beside them: a node takes the mean place
 * of those that lead to it. Pure.
 */
export function layout(map: BenefitMapAnswer, slippage: Slippage | undefined, benefits: readonly Benefit[]): Drawn {
  const lines = new Map((slippage?.deliverables ?? []).map((line, at) => [line.node, { line, at }]));
  const behind = new Map((slippage?.deliverables ?? []).flatMap(({ benefits: own }) => own.map((each) => [each.metric, each] as const)));
  const agreed = new Map(benefits.map((each) => [short(each.metric), each]));
  const edges = map.edges.flatMap(({ from, to }: Edge) => (from && to ? [{ from, to }] : []));
  const used = KINDS.filter((kind) => map.nodes.some((node) => node.kind === kind));
  const place = new Map<string, Placed>();
  const columns = used.map((kind, column) => {
    const x = EDGE + column * (BOX.width + GAP_X);
    const rank = (node: Node, at: number): number => {
      const before = edges.filter(({ to }) => to === node.id).flatMap(({ from }) => place.get(from)?.y ?? []);
      if (before.length > 0) return before.reduce((sum, y) => sum + y, 0) / before.length;
      return (lines.get(node.id)?.at ?? map.nodes.length + at) * (BOX.height + GAP_Y);
    };
    map.nodes
      .filter((node) => node.kind === kind)
      .map((node, at) => ({ node, rank: rank(node, at) }))
      .sort((a, b) => a.rank - b.rank)
      .forEach(({ node }, at) => {
        const metric = node.kind === 'BENEFIT' && node.metric ? short(node.metric) : null;
        place.set(node.id, {
          node, x, y: HEAD + at * (BOX.height + GAP_Y),
          slip: lines.get(node.id)?.line ?? null,
          benefit: metric === null ? null : (agreed.get(metric) ?? null),
          brings: metric === null ? null : (behind.get(metric) ?? null),
          leadsTo: edges.filter(({ from }) => from === node.id).map(({ to }) => to),
        });
      });
    return { kind, x };
  });
  const nodes = [...place.values()];
  const titles = new Map(nodes.map(({ node }) => [node.id, node.title]));
  return {
    nodes: nodes.map((each) => ({ ...each, leadsTo: each.leadsTo.map((id) => titles.get(id) ?? id) })),
    edges: edges.flatMap(({ from, to }) => {
      const [start, end] = [place.get(from), place.get(to)];
      return start && end ? [{ key: `${from} ${to}`, d: curve(start, end, columns.map(({ x }) => x)), late: isLate(start.slip) }] : [];
    }),
    columns,
    width: used.length * BOX.width + Math.max(0, used.length - 1) * GAP_X + 2 * EDGE,
    height: Math.max(HEAD, ...nodes.map(({ y }) => y + BOX.height)) + EDGE,
  };
}

const HEAD_OF_ARROW = 'l-6 -3.5m6 3.5l-6 3.5';
const TURN = 30;

/**
 * From the right side of one to the left side of the other: within a column round the outside, and past a column that is left out
 * between two of its boxes, so that nothing seems to come from a box that it only passes.
 */
function curve(from: Placed, to: Placed, columns: readonly number[]): string {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const y2 = to.y + BOX.height / 2;
  if (from.x === to.x) return `M${x1} ${y1}C${x1 + TURN} ${y1} ${x1 + TURN} ${y2} ${x1} ${y2}l6 -3.5m-6 3.5l6 3.5`;
  let d = `M${x1} ${y1}`;
  let [x, y] = [x1, y1];
  const go = (nextX: number, nextY: number) => {
    const middle = (x + nextX) / 2;
    d += `C${middle} ${y} ${middle} ${nextY} ${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  };
  for (const column of columns.filter((each) => each > from.x && each < to.x)) {
    const row = BOX.height + GAP_Y;
    const straight = y1 + ((y2 - y1) * (column - x1)) / (to.x - x1);
    go(column, HEAD - GAP_Y / 2 + Math.round((straight - HEAD) / row) * row);
    go(column + BOX.width, y);
  }
  go(to.x, y2);
  return d + HEAD_OF_ARROW;
}

const TONES: Record<Benefit['state'], Tone> = {
  PROJECTED: 'waiting', IN_DELIVERY: 'waiting', REALISING: 'good', SUSTAINED: 'good', RETIRED: 'off', WRITTEN_OFF: 'bad',
};

/** Null for changes and objectives: nobody tells their state. */
export function toneOf({ node, slip, benefit }: Placed): Tone | null {
  if (node.kind === 'DELIVERABLE') return slip?.doneOn ? 'good' : isLate(slip) ? 'bad' : slip?.dueOn ? 'waiting' : 'off';
  if (node.kind === 'BENEFIT') return benefit ? TONES[benefit.state] : 'off';
  return null;
}

/** A title on at most so many lines, cut where it is longer. */
export function wrapped(title: string, perLine: number, most: number): string[] {
  const lines: string[] = [''];
  for (const word of title.split(/\s+/)) {
    const last = lines.at(-1)!;
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= perLine) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const cut = lines.slice(0, most).map((line) => (line.length > perLine ? `${line.slice(0, perLine - 1)}…` : line));
  if (lines.length > most) cut[most - 1] = `${cut[most - 1]!.slice(0, perLine - 1)}…`;
  return cut;
}
