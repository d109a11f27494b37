import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { groupName } from '../analysis/names';
import { clockTime } from '../figures/format';
import { texts } from '../texts';
import { useMoment } from '../time/useMoment';
import { choiceProofQuery, groupProofQuery } from './api';
import { Proved } from './OfMoney';
import { explainTexts } from './texts';
import type { TogetherFigure } from './together';

interface OfTogetherProps {
  of: string | null;
  told: TogetherFigure;
  head(text: string): ReactNode;
}

/** The proof of a figure of several projects, down to each project's own. */
export function OfTogether({ of, told, head }: OfTogetherProps) {
  if (told.kind === 'group') return <OfGroup group={of} figure={told.figure} by={told.by} head={head} />;
  if (of === null) return <p className="quiet">{explainTexts.noScenario}</p>;
  return <OfChoice scenario={of} figure={told.figure} resource={told.resource} head={head} />;
}

/** Where a project proves all its figures at once, this one is meant; what is made of several begins with what was realised. */
const WHOLE: Record<string, string> = { weighted: 'weighted', earningPerHour: 'earning' };

function OfGroup({ group, figure, by, head }: { group: string | null; figure: string; by: string; head(text: string): ReactNode }) {
  const asked = useQuery(groupProofQuery(by, group, figure, useMoment()));
  const label = explainTexts.ofGroups[figure] ?? figure;
  const excluded = asked.data?.excluded ?? [];
  return (
    <>
      <Proved asked={asked} label={label} whole={WHOLE[figure]} head={() => head(explainTexts.ofProject(label, groupName(group)))} />
      {excluded.length > 0 && (
        <section className="section">
          <h3>{explainTexts.excluded}</h3>
          <ul className="small">
            {excluded.map(({ project, reason }) => (
              <li key={project}>{`${project}: ${reason}`}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function OfChoice({ scenario, figure, resource, head }: { scenario: string; figure: string; resource?: string; head(text: string): ReactNode }) {
  const asked = useQuery(choiceProofQuery(scenario, figure, resource));
  const name = explainTexts.ofChoices[figure] ?? figure;
  const label = resource === undefined ? name : explainTexts.ofResource(name, resource);
  const { data } = asked;
  return (
    <Proved
      asked={{ ...asked, data: data && { ...data, unit: data.currency } }}
      label={label}
      head={() => head(data ? explainTexts.asSolved(label, clockTime(data.solvedAt, Date.now())) : texts.loading)}
    />
  );
}
