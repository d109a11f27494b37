import type { ProjectValue } from '../api/types';
import { BulletNote } from '../figures/Bullet';
import { Changing, FigureCell, Money, perDay, Ratio } from '../figures/Figure';
import { percent } from '../figures/format';
import { useTick } from '../live/Live';
import { realisedAt, roiAt } from '../live/ticking';
import { texts } from '../texts';

/** The project's figures in one row, each with the line that explains it. */
export function ProjectFigures({ project, explain }: { project: ProjectValue; explain(): void }) {
  const now = useTick();
  const { currency, reasons } = project;
  const realised = realisedAt(project, now);
  const part =
    project.realised !== null && project.realised > 0 && project.weighted !== null
      ? project.weighted / project.realised
      : null;
  return (
    <dl className="figures six">
      <FigureCell
        label={texts.figures.realised}
        lead
        action={
          <button
            type="button"
            className="text-button"
            onClick={explain}
            aria-label={texts.figures.explainFigure(texts.figures.realised)}
          >
            {texts.figures.explain}
          </button>
        }
        note={<BulletNote realised={realised} cost={project.cost} currency={currency} />}
      >
        <Changing revision={project.revision}>
          <Money value={realised} currency={currency} digits={2} reasons={reasons} bare />
        </Changing>
      </FigureCell>
      <FigureCell label={texts.figures.cost} note={texts.figures.costNote}>
        <Money value={project.cost} currency={currency} reasons={reasons} bare />
      </FigureCell>
      <FigureCell label={texts.figures.roi} note={texts.figures.roiNote}>
        <Ratio value={roiAt(project, now)} signed digits={2} reasons={reasons} bare />
      </FigureCell>
      <FigureCell label={texts.figures.earning} note={perDay(project.earningPerHour, currency)}>
        <Money value={project.earningPerHour} currency={currency} digits={2} signed reasons={reasons} bare />
      </FigureCell>
      <FigureCell
        label={texts.figures.weighted}
        note={part === null ? texts.figures.weightedNote : texts.figures.weightedShare(percent(part, { digits: 0 }))}
      >
        <Money value={project.weighted} currency={currency} reasons={reasons} bare />
      </FigureCell>
      <FigureCell label={texts.figures.achievement} note={texts.figures.achievementNote}>
        <Ratio value={project.achievement} digits={0} reasons={reasons} bare />
      </FigureCell>
    </dl>
  );
}
