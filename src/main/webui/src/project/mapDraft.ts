import { KINDS, type BenefitMapAnswer, type Kind } from './benefitMap';

type Node = BenefitMapAnswer['nodes'][number];
type Edge = BenefitMapAnswer['edges'][number];

/** A map that is being drawn: as it will be sent. Pure. */
export interface Draft {
  nodes: Node[];
  edges: Edge[];
}

const rank = (kind: Kind) => KINDS.indexOf(kind);
const kindOf = ({ nodes }: Draft, id: string) => nodes.find((node) => node.id === id)?.kind;
const sameEdge = (a: Edge, b: Edge) => a.from === b.from && a.to === b.to;

/** What a box may lead to: those of its own kind and of later ones, that it does not lead to yet and that do not lead to it. */
export function mayLeadTo(draft: Draft, from: string): Node[] {
  const kind = kindOf(draft, from);
  if (!kind) return [];
  return draft.nodes.filter(
    (node) => node.id !== from && rank(node.kind) >= rank(kind) && !draft.edges.some((edge) => edge.from === from && edge.to === node.id) && !reaches(draft, node.id, from),
  );
}

function reaches(draft: Draft, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return draft.edges.some((edge) => edge.from === from && edge.to && reaches(draft, edge.to, to, seen));
}

/** Between two boxes, in the direction in which kinds follow: the line that is there goes, else one comes. Null: none may. */
export function toggled(draft: Draft, one: string, other: string): Draft | null {
  const [a, b] = [kindOf(draft, one), kindOf(draft, other)];
  if (!a || !b || one === other) return null;
  const edge: Edge = rank(a) <= rank(b) ? { from: one, to: other } : { from: other, to: one };
  if (draft.edges.some((each) => sameEdge(each, edge))) return { ...draft, edges: draft.edges.filter((each) => !sameEdge(each, edge)) };
  return mayLeadTo(draft, edge.from!).some(({ id }) => id === edge.to) ? { ...draft, edges: [...draft.edges, edge] } : null;
}

/** One more box, whose id is its kind and the first free number. */
export function withBox(draft: Draft, box: Omit<Node, 'id'>): Draft {
  const taken = new Set(draft.nodes.map(({ id }) => id));
  let n = 1;
  while (taken.has(`${box.kind.toLowerCase()}-${n}`)) n++;
  return { ...draft, nodes: [...draft.nodes, { ...box, id: `${box.kind.toLowerCase()}-${n}` }] };
}

/** Without a box, and without the lines to and from it. */
export const withoutBox = (draft: Draft, id: string): Draft => ({
  nodes: draft.nodes.filter((node) => node.id !== id),
  edges: draft.edges.filter(({ from, to }) => from !== id && to !== id),
});
