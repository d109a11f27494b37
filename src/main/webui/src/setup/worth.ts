/** Hours of the periods that the server knows (value.Period). */
const HOURS: Record<string, number> = { HOUR: 1, DAY: 24, WEEK: 168, MONTH: 730.5, YEAR: 8766 };

export interface Terms {
  kind: 'LEVEL' | 'FLOW';
  baseline: number;
  target: number;
  /** Money for a unit of improvement. */
  amount: number;
  /** The period for which a LEVEL's improvement must hold; UNIT for a FLOW. */
  per: string;
  /** The period of a FLOW's baseline and target. */
  flowPer?: string | null;
}

const sign = ({ baseline, target }: Terms) => (target > baseline ? 1 : -1);

/** What a baseline or target of a FLOW is in an hour. */
export const perHour = (value: number, flowPer: string | null | undefined): number => value / HOURS[flowPer ?? 'MONTH']!;

/**
 * What an hour with this reading earns, by the formulas of the value model: of a LEVEL
 * sign · (m − baseline) · r / p, of a FLOW sign · (sum − baseline · 1 h / flow period) · r.
 */
export function hourWorth(terms: Terms, reading: number): number {
  return terms.kind === 'FLOW'
    ? sign(terms) * (reading - perHour(terms.baseline, terms.flowPer)) * terms.amount
    : (sign(terms) * (reading - terms.baseline) * terms.amount) / HOURS[terms.per]!;
}

/** The least of 1, 2, 5, 10, 20 … that is not below. */
function nice(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value)!;
}

/** A reading that makes a good example: the target of a level; an hour that is better than most for what is counted. */
export function exampleReading(terms: Pick<Terms, 'kind' | 'baseline' | 'target' | 'flowPer'>): number {
  if (terms.kind === 'LEVEL') return terms.target;
  return terms.target > terms.baseline ? nice(5 * perHour(terms.target, terms.flowPer)) : 0;
}

const KEY = /[a-z0-9-]/;

/** A key made of a name: `Move to the cloud` is `move-to-the-cloud`. */
export function keyOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/ß/g, 'ss');
  const key = [...plain].map((letter) => (KEY.test(letter) ? letter : '-')).join('').replace(/-+/g, '-').replace(/^-|-$/g, '');
  return key.slice(0, 63).replace(/-$/, '');
}
