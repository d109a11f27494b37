import type { ReactNode } from 'react';
import type { Figure } from '../api/types';
import { BulletNote } from '../figures/Bullet';
import { Changing, FigureCell, Money, perDay, Ratio, weightedNote } from '../figures/Figure';
import { texts } from '../texts';
import { Explained } from './Explained';

interface Whole {
  realised: Figure;
  weighted: Figure;
  cost: Figure;
  earningPerHour: Figure;
}

interface MoneyFiguresProps {
  /** As the server told it; the two figures that tick are given beside it. */
  figures: Whole;
  realised: Figure;
  roi: Figure;
  currency: string;
  reasons: string[];
  /** Marks the realised value when this changes; left out where many changes make it up. */
  revision?: number;
  /** The last cell, which differs. */
  children: ReactNode;
}

/** Value, cost, ROI, earning and weighted value in one row, of a project or of all: each with its line, and the tree behind it. */
export function MoneyFigures({ figures, realised, roi, currency, reasons, revision, children }: MoneyFiguresProps) {
  const { cost, earningPerHour, weighted } = figures;
  const value = (
    <Explained figure="realised" name={texts.figures.realised}>
      <Money value={realised} currency={currency} digits={2} reasons={reasons} bare />
    </Explained>
  );
  return (
    <dl className="figures six">
      <FigureCell label={texts.figures.realised} lead note={<BulletNote realised={realised} cost={cost} currency={currency} />}>
        {revision === undefined ? value : <Changing revision={revision}>{value}</Changing>}
      </FigureCell>
      <FigureCell label={texts.figures.cost} note={texts.figures.costNote}>
        <Explained figure="cost" name={texts.figures.cost}>
          <Money value={cost} currency={currency} reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell label={texts.figures.roi} note={texts.figures.roiNote}>
        <Explained figure="roi" name={texts.figures.roi}>
          <Ratio value={roi} signed digits={2} reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell label={texts.figures.earning} note={perDay(earningPerHour, currency)}>
        <Explained figure="earning" name={texts.figures.earning}>
          <Money value={earningPerHour} currency={currency} digits={2} signed reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell label={texts.figures.weighted} note={weightedNote(figures)}>
        <Explained figure="weighted" name={texts.figures.weighted}>
          <Money value={weighted} currency={currency} reasons={reasons} bare />
        </Explained>
      </FigureCell>
      {children}
    </dl>
  );
}
