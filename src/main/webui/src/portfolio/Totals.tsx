import type { Portfolio } from '../api/types';
import { Explained } from '../explain/Explained';
import { MoneyFigures } from '../explain/MoneyFigures';
import { FigureCell, Money } from '../figures/Figure';
import { useTick } from '../live/Live';
import { simpleRoi, totalRealisedAt } from '../live/ticking';
import { texts } from '../texts';
import { atRisk } from './risk';

/** The whole in one row of figures that tick. */
export function Totals({ portfolio }: { portfolio: Portfolio }) {
  const now = useTick();
  const { totals, currency } = portfolio;
  const realised = totalRealisedAt(portfolio, now);
  const roi = totals.roiSimple === null ? null : simpleRoi(realised, totals.cost);
  const risk = atRisk(portfolio);
  return (
    <MoneyFigures figures={totals} realised={realised} roi={roi} currency={currency} reasons={totals.reasons}>
      <FigureCell
        label={texts.figures.atRisk}
        note={risk.projects.length === 0 ? texts.figures.nothingAtRisk : texts.figures.atRiskNote(risk.projects.length)}
      >
        <Explained figure="atRisk" name={texts.figures.atRisk}>
          <Money value={risk.perHour} currency={currency} digits={2} bare />
        </Explained>
      </FigureCell>
    </MoneyFigures>
  );
}
