import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { projectsQuery } from '../alerts/api';
import { Explained } from '../explain/Explained';
import { Money } from '../figures/Figure';
import { clockTime, money, number, percent } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call, part } from '../kit/http';
import { Mark } from '../kit/Mark';
import { mayManage } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useRemoval } from '../kit/useRemoval';
import { useLive } from '../live/Live';
import { useMe } from '../session/SessionGate';
import { PageLink } from '../shell/PageLink';
import { ProblemNote } from '../shell/ProblemNote';
import { keys, scenarioQuery, type Report, type Scenario } from './api';
import { FrontierChart } from './FrontierChart';
import { texts } from './texts';

/** What a scenario chooses, why, what is scarce, and how today's portfolio compares. */
export function ScenarioPage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(scenarioQuery(id));
  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  return <Shown scenario={data} />;
}

function Shown({ scenario }: { scenario: Scenario }) {
  const { clock } = useLive();
  const { choice, frontier, left } = scenario.result;
  const { data: projects } = useQuery(projectsQuery);
  const named = (key: string) => projects?.find((project) => project.key === key)?.name ?? key;
  const cache = useQueryClient();
  const removal = useRemoval(async (id) => {
    await call('delete', `/api/v1/scenarios/${part(id)}`);
    void cache.invalidateQueries({ queryKey: [...keys.list, 'all'] });
  });
  if (removal.hides(scenario.id)) {
    return (
      <div className="stack">
        {removal.note}
        <PageLink to="/choose">{texts.back}</PageLink>
      </div>
    );
  }
  return (
    <div className="stack choice">
      {removal.note}
      <div className="section-head">
        <PageLink to="/choose">{texts.back}</PageLink>
        <span className="quiet">/</span>
        <h2>{scenario.name}</h2>
        <span className="quiet small">{texts.one.solvedAt(clockTime(scenario.solvedAt, clock.present()))}</span>
        <span className="spring" />
        <Actions scenario={scenario} remove={() => removal.remove(scenario.id, texts.one.theScenario(scenario.name))} />
      </div>
      {scenario.stale && (
        <p className="notice">
          {texts.one.moved} {scenario.moved.map(({ project }) => named(project)).join(', ')}
        </p>
      )}
      {!choice.possible && <ProblemNote title={texts.one.notPossible} remedy={choice.reasons.join(' ')} />}
      {choice.possible && (
        <>
          <Figures id={scenario.id} choice={choice} currency={scenario.currency} />
          {choice.today && <SideBySide choice={choice} named={named} />}
          <Projects scenario={scenario} named={named} />
          {choice.resources.length > 0 && <Resources id={scenario.id} choice={choice} currency={scenario.currency} />}
          {frontier && frontier.length > 0 && <FrontierChart points={frontier} currency={scenario.currency} named={named} />}
        </>
      )}
      {left.length > 0 && (
        <p className="small quiet">
          {texts.one.left} {left.join(' ')}
        </p>
      )}
    </div>
  );
}

function Actions({ scenario, remove }: { scenario: Scenario; remove(): void }) {
  const person = useMe();
  const cache = useQueryClient();
  const { clock } = useLive();
  const path = `/api/v1/scenarios/${part(scenario.id)}`;
  const act = useMutation({
    mutationFn: (deed: 'solve' | 'approve') => call<Scenario>('post', `${path}/${deed}`, { version: deed === 'approve' ? scenario.version : undefined }),
    onSuccess: (now) => {
      cache.setQueryData(keys.one(scenario.id), now);
      // What it is proved by lies below it, and is of what it was solved with.
      cache.removeQueries({ queryKey: [...keys.one(scenario.id), 'explain'] });
    },
  });
  const failed = act.error;
  return (
    <>
      {scenario.approvedAt && <Mark tone="good" text={texts.one.approvedBy(scenario.approvedBy ?? '', clockTime(scenario.approvedAt, clock.present()))} />}
      {mayManage(person) && (
        <>
          <Button size="xs" variant="default" loading={act.isPending && act.variables === 'solve'} onClick={() => act.mutate('solve')}>
            {texts.one.solveAgain}
          </Button>
          {!scenario.approvedAt && scenario.result.choice.possible && (
            <Button size="xs" disabled={scenario.stale} loading={act.isPending && act.variables === 'approve'} onClick={() => act.mutate('approve')}>
              {texts.one.approve}
            </Button>
          )}
          <button type="button" className="text-button small" aria-label={kit.removeOf(scenario.name)} onClick={remove}>
            {kit.remove}
          </button>
        </>
      )}
      {failed && <ProblemNote error={failed} />}
    </>
  );
}

/** Each figure opens its proof, of what the choice was answered with. */
function Figures({ id, choice, currency }: { id: string; choice: Report; currency: string }) {
  const chosen = choice.projects.filter((line) => line.in).length;
  return (
    <dl className="panel figures choice-figures">
      <div className="figure lead">
        <dt>{texts.one.value}</dt>
        <dd>
          <div className="amount">
            <Explained of={id} figure="choice:value" name={texts.one.value}>
              <Money value={choice.value} currency={currency} />
            </Explained>
          </div>
          <div className="note">
            <Mark tone={choice.proved ? 'good' : 'waiting'} text={choice.proved ? texts.proved : texts.atMost(percent(choice.gap ?? 0, { digits: 2 }))} />
            {texts.one.inCount(chosen, choice.projects.length)}
          </div>
        </dd>
      </div>
      {choice.today && (
        <>
          <div className="figure">
            <dt>{texts.one.today}</dt>
            <dd className="amount">
              <Explained of={id} figure="choice:today" name={texts.one.today}>
                <Money value={choice.today.value} currency={currency} />
              </Explained>
            </dd>
          </div>
          <div className="figure">
            <dt>{texts.one.regret}</dt>
            <dd>
              <div className="amount">
                {choice.today.broken.length > 0 ? (
                  <Money value={null} currency={currency} reasons={choice.today.broken} />
                ) : (
                  <Explained of={id} figure="choice:regret" name={texts.one.regret}>
                    <Money value={choice.today.regret} currency={currency} />
                  </Explained>
                )}
              </div>
              <div className="note">{choice.today.broken.length > 0 ? texts.one.regretBroken : texts.one.regretNote}</div>
            </dd>
          </div>
        </>
      )}
    </dl>
  );
}

function SideBySide({ choice, named }: { choice: Report; named(key: string): string }) {
  const { start, stop, broken } = choice.today!;
  const keep = choice.projects.filter((line) => line.in && !start.includes(line.project)).map(({ project }) => project);
  const list = (title: string, of: string[]) => (
    <div>
      <h3>{title}</h3>
      {of.length === 0 ? <p className="quiet">{texts.one.nothing}</p> : <ul>{of.map((key) => <li key={key}>{named(key)}</li>)}</ul>}
    </div>
  );
  return (
    <section>
      <h2>{texts.one.side}</h2>
      <div className="panel pad side" style={{ marginTop: 8 }}>
        {list(texts.one.keep, keep)}
        {list(texts.one.start, start)}
        {list(texts.one.stop, stop)}
        {broken.length > 0 && (
          <p className="small loss">
            {texts.one.broken} {broken.join(' ')}
          </p>
        )}
      </div>
    </section>
  );
}

function Projects({ scenario, named }: { scenario: Scenario; named(key: string): string }) {
  const { currency, basis } = scenario;
  const { choice } = scenario.result;
  const basisOf = (key: string) => basis.find(({ project }) => project === key);
  const lines = [...choice.projects].sort((one, other) => Number(other.in) - Number(one.in) || other.afterPrices - one.afterPrices);
  return (
    <section>
      <h2>{texts.one.projects}</h2>
      <SavedTable name={texts.one.projects} style={{ marginTop: 8 }}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.one.state}</th>
              <th scope="col">{texts.one.project}</th>
              <th scope="col">{texts.one.why}</th>
              <th scope="col" className="num">
                {texts.one.worth}
              </th>
              <th scope="col" className="num" title={texts.one.afterPricesNote}>
                {texts.one.afterPrices}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.project} data-row data-in={line.in}>
                <td>
                  <Mark tone={line.in ? 'good' : 'off'} text={line.in ? texts.one.in : texts.one.out} />
                </td>
                <td>
                  <PageLink to={`/projects/${encodeURIComponent(line.project)}`}>{named(line.project)}</PageLink>
                </td>
                <td className="text">{line.sentence}</td>
                <td className="num" data-label={texts.one.worth} data-csv={line.value}>
                  <Money value={line.value} currency={currency} />
                  <div className="small quiet">{texts.one.sources[basisOf(line.project)?.valueFrom ?? '']}</div>
                  {basisOf(line.project)?.rates.map((rate) => (
                    <div key={rate.from + rate.validFrom} className="small quiet">
                      {texts.one.rate(number(rate.rate), rate.from, rate.to, rate.validFrom)}
                    </div>
                  ))}
                </td>
                <td className="num" data-label={texts.one.afterPrices} data-csv={line.afterPrices}>
                  <Money value={line.afterPrices} currency={currency} signed />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </SavedTable>
      <p className="small quiet" style={{ marginTop: 8 }}>
        {texts.one.afterPricesNote}
      </p>
    </section>
  );
}

function Resources({ id, choice, currency }: { id: string; choice: Report; currency: string }) {
  const amount = (kind: string, value: number) => (kind === 'BUDGET' ? money(value, currency) : number(value));
  return (
    <section>
      <h2>{texts.one.resources}</h2>
      <SavedTable name={texts.one.resources} style={{ marginTop: 8 }}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.one.resource}</th>
              <th scope="col">{texts.one.used}</th>
              <th scope="col" className="num">
                {texts.one.step}
              </th>
              <th scope="col" className="num">
                {texts.one.more}
              </th>
              <th scope="col" className="num">
                {texts.one.less}
              </th>
              <th scope="col" className="num">
                {texts.one.price}
              </th>
            </tr>
          </thead>
          <tbody>
            {choice.resources.map((each) => (
              <tr key={each.resource} data-row>
                <td>
                  <strong>{each.resource}</strong>
                </td>
                <td>
                  {texts.one.ofLimit(amount(each.kind, each.used), amount(each.kind, each.limit))}
                  <meter min={0} max={each.limit || 1} value={each.used} aria-label={each.resource} />
                </td>
                <td className="num" data-label={texts.one.step} data-csv={each.unit}>
                  {amount(each.kind, each.unit)}
                </td>
                <td className="num" data-label={texts.one.more} data-csv={each.oneMore}>
                  <Explained of={id} figure={`choice:oneMore:${each.resource}`} name={texts.one.proofOf(texts.one.more, each.resource)}>
                    <Money value={each.oneMore} currency={currency} signed />
                  </Explained>
                </td>
                <td className="num" data-label={texts.one.less} data-csv={each.oneLess ?? ''}>
                  {each.oneLess === null ? (
                    texts.one.impossibleThen
                  ) : (
                    <Explained of={id} figure={`choice:oneLess:${each.resource}`} name={texts.one.proofOf(texts.one.less, each.resource)}>
                      <Money value={each.oneLess} currency={currency} />
                    </Explained>
                  )}
                </td>
                <td className="num" data-label={texts.one.price} data-csv={each.price}>
                  <Explained of={id} figure="choice:bound" name={texts.one.proofOf(texts.one.price, each.resource)}>
                    <Money value={each.price} currency={currency} upTo={2} />
                  </Explained>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </SavedTable>
    </section>
  );
}
