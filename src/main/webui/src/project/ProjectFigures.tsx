import type { ProjectValue } from '../api/types';
import { Explained } from '../explain/Explained';
import { BulletNote } from '../figures/Bullet';
import { Changing, FigureCell, Money, perDay, Ratio } from '../figures/Figure';
import { number, percent } from '../figures/format';
import { Unknown } from '../figures/Figure';
import { useTick } from '../live/Live';
import { realisedAt, roiAt } from '../live/ticking';
import { texts } from '../texts';
import { projectTexts } from './texts';

/** The project's figures in one row, each with the line that explains it, and the tree behind it. */
export function ProjectFigures({ project }: { project: ProjectValue }) {
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
        note={<BulletNote realised={realised} cost={project.cost} currency={currency} />}
      >
        <Changing revision={project.revision}>
          <Explained figure="realised" name={texts.figures.realised}>
            <Money value={realised} currency={currency} digits={2} reasons={reasons} bare />
          </Explained>
        </Changing>
      </FigureCell>
      <FigureCell label={texts.figures.cost} note={texts.figures.costNote}>
        <Explained figure="cost" name={texts.figures.cost}>
          <Money value={project.cost} currency={currency} reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell label={texts.figures.roi} note={texts.figures.roiNote}>
        <Explained figure="roi" name={texts.figures.roi}>
          <Ratio value={roiAt(project, now)} signed digits={2} reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell label={texts.figures.earning} note={perDay(project.earningPerHour, currency)}>
        <Explained figure="earning" name={texts.figures.earning}>
          <Money value={project.earningPerHour} currency={currency} digits={2} signed reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell
        label={texts.figures.weighted}
        note={part === null ? texts.figures.weightedNote : texts.figures.weightedShare(percent(part, { digits: 0 }))}
      >
        <Explained figure="weighted" name={texts.figures.weighted}>
          <Money value={project.weighted} currency={currency} reasons={reasons} bare />
        </Explained>
      </FigureCell>
      <FigureCell label={texts.figures.achievement} note={texts.figures.achievementNote}>
        <Explained figure="achievement" name={texts.figures.achievement}>
          <Ratio value={project.achievement} digits={0} reasons={reasons} bare />
        </Explained>
      </FigureCell>
    </dl>
  );
}

/** What the project returns over its whole life, under the figures that tick. */
export function Returns({ project }: { project: ProjectValue }) {
  const { currency, reasons } = project;
  const figure = (name: string, label: string, value: React.ReactNode) => (
    <div key={name}>
      <dt>{label}</dt>
      <dd>
        <Explained figure={name} name={label}>
          {value}
        </Explained>
      </dd>
    </div>
  );
  return (
    <dl className="returns" aria-label={projectTexts.returns}>
      {figure('npv', texts.figures.npv, <Money value={project.npv} currency={currency} reasons={reasons} signed bare />)}
      {figure('roiDiscounted', texts.figures.roiDiscounted, <Ratio value={project.roiDiscounted} signed bare />)}
      {figure('irr', texts.figures.irr, <Ratio value={project.irr} signed bare />)}
      {figure(
        'payback',
        texts.figures.payback,
        project.paybackMonths === null ? <Unknown bare /> : texts.figures.months(number(project.paybackMonths)),
      )}
      {figure('realisationRate', texts.figures.realisationRate, <Ratio value={project.realisationRate} bare />)}
    </dl>
  );
}
