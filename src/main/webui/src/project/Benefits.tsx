import { useQuery } from '@tanstack/react-query';
import type { ProjectValue } from '../api/types';
import { texts as benefitTexts } from '../benefits/texts';
import { WarnMark } from '../figures/Marks';
import { fileName, saveCsv } from '../figures/save';
import { SaveMenu } from '../figures/SaveMenu';
import { ReviewOn } from '../portfolio/ReviewOn';
import { benefitRisks, benefits, nextReview, type Benefit } from './facts';
import { projectTexts } from './texts';

/** Where on the page a metric's course is. */
export const panelOf = (metricId: string) => `#metric-${metricId}`;

/** What was agreed on of each benefit, when it is looked at again, and what may keep it from coming. */
export function Benefits({ project }: { project: ProjectValue }) {
  const { data } = useQuery(benefits(project.key));
  const risks = useQuery(benefitRisks(project.key)).data?.risks ?? [];
  if (!data || data.items.length === 0) return null;
  const owner = ({ profile }: Benefit) => (profile?.owner ? projectTexts.ownerNamed : projectTexts.noOwner);
  const name = ({ metricId, metric }: { metricId: string; metric: string }) =>
    data.items.find((item) => item.metricId === metricId)?.name ?? metric;
  return (
    <section className="section">
      <div className="section-head">
        <h2>{projectTexts.benefits}</h2>
        <span className="spring" />
        <SaveMenu
          name={projectTexts.benefits}
          csv={() =>
            saveCsv(fileName(`${project.key} benefits`), [
              [projectTexts.benefit, projectTexts.state, projectTexts.owner, projectTexts.counted, projectTexts.nextReview],
              ...data.items.map((item) => [item.name, item.state, owner(item), String(item.counted), nextReview([item])?.dueOn ?? null]),
            ])
          }
        />
      </div>
      <div className="panel scroll" tabIndex={0}>
        <table className="log">
          <caption className="visually-hidden">{projectTexts.benefits}</caption>
          <thead>
            <tr>
              <th scope="col" className="first">{projectTexts.benefit}</th>
              <th scope="col">{projectTexts.state}</th>
              <th scope="col">{projectTexts.owner}</th>
              <th scope="col">{projectTexts.counted}</th>
              <th scope="col">{projectTexts.nextReview}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((item) => (
              <tr key={item.metricId}>
                <td className="first">
                  <a href={panelOf(item.metricId)}>{item.name}</a>
                </td>
                <td>{projectTexts.states[item.state] ?? item.state}</td>
                <td>{owner(item)}</td>
                <td>{item.counted ? projectTexts.countedWords.yes : projectTexts.countedWords.no}</td>
                <td>
                  <ReviewOn review={nextReview([item])} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {risks.length > 0 && (
          <ul className="risks" aria-label={projectTexts.risksOf}>
            {risks.map((risk) => (
              <li key={`${risk.kind} ${risk.metricId}`} className="reason">
                <span className="mark">
                  <WarnMark />
                </span>
                <span>
                  <a href={panelOf(risk.metricId)}>{name(risk)}</a>: {benefitTexts.inWords(risk.sentence)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
