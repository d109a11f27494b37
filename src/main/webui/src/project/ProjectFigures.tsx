import type { ProjectValue } from '../api/types';
import { Explained } from '../explain/Explained';
import { MoneyFigures } from '../explain/MoneyFigures';
import { FigureCell, Money, Ratio, Unknown } from '../figures/Figure';
import { number } from '../figures/format';
import { useTick } from '../live/Live';
import { realisedAt, roiAt } from '../live/ticking';
import { texts } from '../texts';
import { projectTexts } from './texts';

/** The project's figures in one row, each with the line that explains it, and the tree behind it. */
export function ProjectFigures({ project }: { project: ProjectValue }) {
  const now = useTick();
  const { currency, reasons, revision } = project;
  return (
    <MoneyFigures figures={project} realised={realisedAt(project, now)} roi={roiAt(project, now)} currency={currency} reasons={reasons} revision={revision}>
      <FigureCell label={texts.figures.achievement} note={texts.figures.achievementNote}>
        <Explained figure="achievement" name={texts.figures.achievement}>
          <Ratio value={project.achievement} digits={0} reasons={reasons} bare />
        </Explained>
      </FigureCell>
    </MoneyFigures>
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
  // Most projects have neither: a 0 would only ask what it means.
  const apart = (name: string, { label, help }: { label: string; help: string }, value: number) =>
    value !== 0 && (
      <div key={name} title={help} data-apart={name}>
        <dt>{label}</dt>
        <dd>
          {name === 'disbenefits' ? (
            <Explained figure="realised" name={label}>
              <Money value={value} currency={currency} signed bare />
            </Explained>
          ) : (
            <Money value={value} currency={currency} signed bare />
          )}
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
      {apart('disbenefits', projectTexts.disbenefits, project.disbenefits)}
      {apart('uncounted', projectTexts.uncounted, project.uncounted)}
    </dl>
  );
}
