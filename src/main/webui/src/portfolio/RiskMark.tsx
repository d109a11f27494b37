import type { Risk } from './risk';

/** Risk as colour and as shape, so that colour is never alone: diamond, triangle, dashed ring, circle. */
export function riskShape(risk: Risk, x: number, y: number, radius: number): { d: string; colour: string; dash?: string } {
  const at = (dx: number, dy: number) => `${(x + dx * radius).toFixed(1)} ${(y + dy * radius).toFixed(1)}`;
  const circle = `M${at(-1, 0)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
  switch (risk) {
    case 'critical':
      return { d: `M${at(0, -1.2)}L${at(1.2, 0)}L${at(0, 1.2)}L${at(-1.2, 0)}z`, colour: 'var(--loss)' };
    case 'warning':
      return { d: `M${at(0, -1.1)}L${at(1.1, 0.85)}L${at(-1.1, 0.85)}z`, colour: 'var(--warn)' };
    case 'unknown':
      return { d: circle, colour: 'var(--ink-2)', dash: '3 2' };
    case 'none':
      return { d: circle, colour: 'var(--chart-value)' };
  }
}

export function RiskMark({ risk, size = 12 }: { risk: Risk; size?: number }) {
  const { d, colour, dash } = riskShape(risk, 6, 6, 4.6);
  return (
    <svg viewBox="0 0 12 12" width={size} height={size} aria-hidden="true">
      <path d={d} fill={colour} fillOpacity={risk === 'unknown' ? 0 : 0.3} stroke={colour} strokeWidth="1.4" strokeDasharray={dash} />
    </svg>
  );
}
