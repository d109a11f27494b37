import { useMediaQuery } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { portfolio as portfolioQuery } from '../api/queries';
import type { Portfolio } from '../api/types';
import { BulletNote } from '../figures/Bullet';
import { Changing, FigureCell, Money, perDay, Ratio } from '../figures/Figure';
import { clockTime, percent } from '../figures/format';
import { Incomplete } from '../figures/Marks';
import { useLive, useTick } from '../live/Live';
import { simpleRoi, totalRealisedAt } from '../live/ticking';
import { useTitle } from '../shell/useTitle';
import { ProblemNote } from '../shell/ProblemNote';
import { texts } from '../texts';
import { EmptyPortfolio } from './EmptyPortfolio';
import { ProjectCards } from './ProjectCards';
import { ProjectTable } from './ProjectTable';
import { useOrder } from './useOrder';

const NARROW = '(max-width: 900px)';

export default function PortfolioPage() {
  useTitle(texts.portfolio.title);
  const cache = useQueryClient();
  const { paused } = useLive();
  const { data, error, refetch } = useQuery(portfolioQuery(cache, paused));
  if (!data) {
    return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{texts.loading}</p>;
  }
  return data.projects.length === 0 ? <EmptyPortfolio /> : <Filled portfolio={data} />;
}

function Filled({ portfolio }: { portfolio: Portfolio }) {
  const narrow = useMediaQuery(NARROW);
  const ordering = useOrder(portfolio.projects);
  const { frozenAt, clock } = useLive();
  return (
    <div data-frozen={frozenAt !== null}>
      <div className="page-head">
        <h1>{texts.portfolio.title}</h1>
        <span className="quiet">{texts.portfolio.count(portfolio.projects.length)}</span>
        <span className="spring" />
        {frozenAt !== null && <span className="quiet small">{texts.link.asOf(clockTime(frozenAt, clock.present(), true))}</span>}
      </div>
      <section className="panel" aria-label={texts.portfolio.totals}>
        <Totals portfolio={portfolio} />
        <Incomplete complete={portfolio.totals.complete} reasons={portfolio.totals.reasons} />
      </section>
      <section className="section">
        {narrow ? <ProjectCards ordering={ordering} /> : <ProjectTable ordering={ordering} />}
      </section>
    </div>
  );
}

function Totals({ portfolio }: { portfolio: Portfolio }) {
  const now = useTick();
  const { totals, currency } = portfolio;
  const { reasons } = totals;
  const realised = totalRealisedAt(portfolio, now);
  const roi = totals.roiSimple === null ? null : simpleRoi(realised, totals.cost);
  const part = totals.realised && totals.weighted !== null && totals.realised > 0 ? totals.weighted / totals.realised : null;
  return (
    <dl className="figures">
      <FigureCell
        label={texts.figures.realised}
        lead
        note={<BulletNote realised={realised} cost={totals.cost} currency={currency} />}
      >
        <Money value={realised} currency={currency} digits={2} reasons={reasons} bare />
      </FigureCell>
      <FigureCell label={texts.figures.cost} note={texts.figures.costNote}>
        <Money value={totals.cost} currency={currency} reasons={reasons} bare />
      </FigureCell>
      <FigureCell label={texts.figures.roi} note={texts.figures.roiNote}>
        <Ratio value={roi} signed digits={2} bare reasons={reasons} />
      </FigureCell>
      <FigureCell label={texts.figures.earning} note={perDay(totals.earningPerHour, currency)}>
        <Changing revision={totals.earningPerHour ?? 0}>
          <Money value={totals.earningPerHour} currency={currency} digits={2} signed reasons={reasons} bare />
        </Changing>
      </FigureCell>
      <FigureCell
        label={texts.figures.weighted}
        note={part === null ? texts.figures.weightedNote : texts.figures.weightedShare(percent(part, { digits: 0 }))}
      >
        <Money value={totals.weighted} currency={currency} reasons={reasons} bare />
      </FigureCell>
    </dl>
  );
}
