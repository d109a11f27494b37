import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import '../kit/kit.css';
import { mayManage } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useMe } from '../session/SessionGate';
import { useTitle } from '../shell/useTitle';
import { projectMetricsQuery, projectQuery } from './api';
import { BenefitStep } from './BenefitStep';
import { ConnectionStep } from './ConnectionStep';
import { ProjectStep } from './ProjectStep';
import './setup.css';
import { texts } from './texts';
import { ThresholdStep } from './ThresholdStep';
import { ToldStep } from './ToldStep';

const LAST = texts.steps.length;

/** From nothing to the first moving figure; the address holds how far one has come. */
export default function SetupPage() {
  useTitle(texts.title);
  const person = useMe();
  const [params, setParams] = useSearchParams();
  const projectKey = params.get('project') ?? '';
  const metricKey = params.get('metric') ?? '';
  const { data: project } = useQuery(projectQuery(projectKey));
  const { data: metrics } = useQuery(projectMetricsQuery(projectKey));
  const metric = metrics?.find(({ key }) => key === metricKey);
  // No step can be taken before those that it builds on.
  const reachable = !projectKey ? 1 : !metricKey ? 2 : LAST;
  const step = Math.min(Math.max(1, Number(params.get('step') ?? 1) || 1), reachable);
  const go = (next: number, more: Record<string, string> = {}) =>
    setParams((before) => {
      Object.entries({ ...more, step: String(next) }).forEach(([name, value]) => before.set(name, value));
      return before;
    });

  return (
    <>
      <div className="page-head">
        <h1>{texts.title}</h1>
      </div>
      <p className="quiet lead-in" style={{ marginBottom: 16 }}>
        {texts.lead}
      </p>
      {!mayManage(person) && <p className="notice">{kit.onlyLook(person.role)}</p>}
      <div className="setup">
        <ol className="setup-steps" aria-label={texts.stepsLabel}>
          {texts.steps.map((name, at) => {
            const number = at + 1;
            const done = number < step;
            return (
              <li key={name} aria-current={number === step ? 'step' : undefined} data-done={done}>
                <span className="number" aria-hidden="true">
                  {done ? '✓' : number}
                </span>
                {number !== step && number <= reachable && number > 1 ? (
                  <button type="button" className="text-button" onClick={() => go(number)}>
                    {name}
                  </button>
                ) : (
                  <span>{name}</span>
                )}
                {done && <span className="visually-hidden">, {texts.done}</span>}
              </li>
            );
          })}
        </ol>
        <section className="panel pad">
          {step === 1 && <ProjectStep done={(made) => go(2, { project: made.key })} />}
          {step === 2 && project && metrics && (
            <BenefitStep project={project} metrics={metrics} chosen={metricKey} done={(key) => go(3, { metric: key })} />
          )}
          {step === 3 && project && metric && (
            <ConnectionStep
              project={project}
              metric={metric}
              connection={params.get('connection')}
              made={(id) => go(3, { connection: id })}
              next={() => go(4)}
            />
          )}
          {step === 4 && metric && <ThresholdStep metric={metric} next={() => go(5)} />}
          {step === 5 && project && <ToldStep project={project} />}
          {step > 1 && !project && <p className="quiet">{kit.reading}</p>}
        </section>
      </div>
    </>
  );
}
