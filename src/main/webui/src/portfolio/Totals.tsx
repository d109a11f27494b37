import type { Portfolio } from '../api/types';
import { Explained } from '../explain/Explained';
import { BulletNote } from '../figures/Bullet';
import { FigureCell, Money, perDay, Ratio } from '../figures/Figure';
import { percent } from '../figures/format';
import { useTick } from '../live/Live';
import { simpleRoi, totalRealisedAt } from '../live/ticking';
import { texts } from '../texts';
import { atRisk } from './risk';

/** The whole in one row of figures that tick. */
export function Totals({ portfolio }: { portfolio: Portfolio }) {
  const now = useTick();
  const { totals, currency } = portfolio;
  const { reasons } = totals;
  const realised = totalRealisedAt(portfolio, now);
  const roi = totals.roiSimple === null ? null : simpleRoi(realised, totals.cost);
  const part = totals.realised && totals.weighted !== null && totals.realised > 0 ? totals.weighted / totals.realised : null;
  const risk = atRisk(portfolio);
  return (
    <dl className="figures six">
      <FigureCell
        label={texts.figures.realised}
        lead
        note={<BulletNote realised={realised} cost={totals.cost} currency={currency} />}
      >
        <Explained figure="realised" name={texts.figures.realised}>
          <Money value={realised} currency={currency} digits={2} reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell label={texts.figures.cost} note={texts.figures.costNote}>
        <Explained figure="cost" name={texts.figures.cost}>
          <Money value={totals.cost} currency={currency} reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell label={texts.figures.roi} note={texts.figures.roiNote}>
        <Explained figure="roi" name={texts.figures.roi}>
          <Ratio value={roi} signed digits={2} bare reasons={reasons} />
        </Explained>
      </FigureCell>
      <FigureCell label={texts.figures.earning} note={perDay(totals.earningPerHour, currency)}>
        <Explained figure="earning" name={texts.figures.earning}>
          <Money value={totals.earningPerHour} currency={currency} digits={2} signed reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell
        label={texts.figures.weighted}
        note={part === null ? texts.figures.weightedNote : texts.figures.weightedShare(percent(part, { digits: 0 }))}
      >
        <Explained figure="weighted" name={texts.figures.weighted}>
          <Money value={totals.weighted} currency={currency} reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell
        label={texts.figures.atRisk}
        note={risk.projects.length === 0 ? texts.figures.nothingAtRisk : texts.figures.atRiskNote(risk.projects.length)}
      >
        <Explained figure="atRisk" name={texts.figures.atRisk}>
          <Money value={risk.perHour} currency={currency} digits={2} bare />
        </Explained>
      </FigureCell>
    </dl>
  );
}
