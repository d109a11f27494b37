import { useQuery } from '@tanstack/react-query';
import { body, client } from '../api/client';
import { Explained } from '../explain/Explained';
import { Money } from '../figures/Figure';
import { day, percent } from '../figures/format';
import { WarnMark } from '../figures/Marks';
import { texts as benefitTexts } from '../benefits/texts';
import { ProblemNote } from '../shell/ProblemNote';
import { texts as shared } from '../texts';
import { projectTexts } from './texts';

const texts = projectTexts.report;
const STALE_MS = 60_000;

const reportQuery = (project: string, stakeholder: string) => ({
  queryKey: ['facts', 'stakeholder-report', project, stakeholder],
  queryFn: () => body(client.GET('/api/v1/projects/{project}/stakeholders/{stakeholder}/report', { params: { path: { project, stakeholder } } })),
  staleTime: STALE_MS,
});

/** What of the project matters to one person: their benefits, what may keep those from coming, and the reviews that they owe. */
export function StakeholderReport({ project, stakeholder }: { project: string; stakeholder: string }) {
  const { data, error, refetch } = useQuery(reportQuery(project, stakeholder));
  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="small quiet">{shared.loading}</p>;
  const { benefits, risks, reviewsDue, currency, approach, realised } = data;
  const because = (why: string) => texts.because[why] ?? texts.category(shared.project.categories[why] ?? why);
  return (
    <div className="report">
      <p className="small">
        {texts.approaches[approach] ?? approach}
        {benefits.length > 0 && (
          <>
            {' '}
            {texts.realised}{' '}
            <Explained figure={`stakeholder:${stakeholder}`} name={texts.realisedBy(data.name ?? data.role)} of={project}>
              <span className="num"><Money value={realised} currency={currency} digits={2} signed bare /></span>
            </Explained>
            .
          </>
        )}
      </p>
      {benefits.length === 0 && <p className="small quiet">{texts.none}</p>}
      <ul className="report-lines" aria-label={texts.title(data.name ?? data.role)}>
        {benefits.map((each) => (
          <li key={each.metric}>
            <span>
              {each.name}
              <span className="small quiet"> · {because(each.because)} · {projectTexts.states[each.state] ?? each.state}</span>
            </span>
            <span className="small num">
              {each.realised === null ? (
                <span className="quiet">{projectTexts.noMoney}</span>
              ) : (
                <Explained figure={`metric:${each.metric}`} name={each.name} of={project}>
                  <Money value={each.realised} currency={currency} digits={2} signed bare />
                </Explained>
              )}
              {each.achievement !== null && <span className="quiet">, {shared.project.achieved(percent(each.achievement, { digits: 0 }))}</span>}
            </span>
          </li>
        ))}
      </ul>
      {reviewsDue.length > 0 && (
        <p className="small">
          {texts.reviews}{' '}
          {reviewsDue.map(({ label, dueOn, overdue }) => `${benefitTexts.due.labels[label] ?? benefitTexts.due.agreed}, ${day(Date.parse(`${dueOn}T12:00:00Z`))}${overdue ? ` (${texts.overdue})` : ''}`).join('; ')}
        </p>
      )}
      {risks.length > 0 && (
        <ul className="risks" aria-label={projectTexts.risksOf}>
          {risks.map((risk) => (
            <li key={`${risk.kind} ${risk.metricId}`} className="reason">
              <span className="mark">
                <WarnMark />
              </span>
              <span>
                {benefits.find(({ metric }) => metric === risk.metric)?.name ?? risk.metric}: {benefitTexts.inWords(risk.sentence)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
