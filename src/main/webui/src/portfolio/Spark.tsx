import type { ProjectRow } from '../api/types';
import { money } from '../figures/format';
import { useMoment } from '../time/useMoment';
import { sparkPath } from './charts';
import { useTrend } from './details';
import { portfolioTexts } from './texts';

const WIDTH = 88;
const HEIGHT = 22;

/** Realised value over thirty days: its shape, beside the figure that says how much. */
export function Spark({ row }: { row: ProjectRow }) {
  const data = useTrend(row.key, useMoment());
  const values = data?.points.map(({ realised }) => realised) ?? [];
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <span className="spark" aria-hidden="true" />;
  const said = (value: number) => money(value, row.currency);
  return (
    <svg
      className="spark" viewBox={`-1 -2 ${WIDTH + 2} ${HEIGHT + 4}`} role="img"
      aria-label={portfolioTexts.trendOf(row.name, said(known[0]!), said(known.at(-1)!))}
    >
      <path d={sparkPath(values, WIDTH, HEIGHT)} fill="none" stroke="var(--chart-value)" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
