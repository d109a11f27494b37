import type { Figure } from '../api/types';
import { texts } from '../texts';
import { money, percent } from './format';

const WIDTH = 132;
const EVEN = 66;
const TWICE = 132;

/** Where a ratio of value to cost stands: break-even is at one place in every row, so a column reads as one chart. */
export function position(ratio: number): number {
  return Math.min(TWICE, Math.max(0, ratio * EVEN));
}

interface BulletProps {
  realised: Figure;
  cost: Figure;
  currency: string;
}

/** Realised value against cost: the bar's end against the line of break-even; an arrow where it leaves the scale. */
export function Bullet({ realised, cost, currency }: BulletProps) {
  if (realised === null || cost === null || cost <= 0) {
    return <span className="small quiet">{cost === 0 ? texts.bullet.noCost : texts.unknown}</span>;
  }
  const ratio = realised / cost;
  const end = position(ratio);
  const paid = ratio >= 1;
  const summary = texts.bullet.summary(money(realised, currency), money(cost, currency), percent(ratio, { digits: 0 }));
  return (
    <svg className="bullet" viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" role="img" aria-label={summary}>
      <rect y="6" width={TWICE} height="8" fill="var(--bullet-track)" />
      {ratio < 0 ? (
        <path d="M6 5.5v9L0 10z" fill="var(--loss)" />
      ) : (
        <rect y="6" width={Math.max(1.5, end)} height="8" fill={paid ? 'var(--gain)' : 'var(--bullet-short)'} />
      )}
      {ratio > 2 && <path d={`M${TWICE - 7} 6l5 4-5 4`} fill="none" stroke="var(--panel)" strokeWidth="1.5" />}
      <rect x={EVEN - 1} y="1" width="2" height="18" fill="var(--ink)" />
    </svg>
  );
}

/** The same with its figure beside it, for under a large figure. */
export function BulletNote(props: BulletProps) {
  const { realised, cost } = props;
  if (realised === null || cost === null || cost <= 0) return null;
  return (
    <>
      <Bullet {...props} />
      <span>{texts.bullet.ofCost(percent(realised / cost, { digits: 0 }))}</span>
    </>
  );
}
