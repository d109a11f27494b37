import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { SeverityMark } from '../figures/Marks';
import { inWords, seconds } from '../kit/durations';
import { call, part } from '../kit/http';
import { texts as kit } from '../kit/texts';
import { useRemoval } from '../kit/useRemoval';
import { ProblemNote } from '../shell/ProblemNote';
import { keys, projectsQuery, rulesQuery, type RuleView } from './api';
import { mayManage } from '../kit/role';
import { condition } from './sentence';
import { texts } from './texts';
import { useMe } from '../session/SessionGate';

/** Every rule: what it watches, when it fires, whether it is on. */
export function RulesList() {
  const person = useMe();
  const cache = useQueryClient();
  const { data, error, refetch } = useQuery(rulesQuery);
  const { data: projects } = useQuery(projectsQuery);
  const manages = mayManage(person);
  const removal = useRemoval(async (id) => {
    await call('delete', `/api/v1/rules/${part(id)}`);
    await cache.invalidateQueries({ queryKey: ['rules'] });
  });
  const shown = data?.filter(({ id }) => !removal.hides(id)) ?? [];
  const named = (key: string | null) => projects?.find((project) => project.key === key)?.name ?? key ?? '';

  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  return (
    <>
      <div className="section-head">
        <p className="quiet lead-in">{texts.rules.lead}</p>
        <span className="spring" />
        {manages && shown.length > 0 && (
          <Button component={Link} to="/alerts/rules/new" size="xs">
            {texts.rules.add}
          </Button>
        )}
      </div>
      {removal.note}
      {shown.length === 0 ? (
        <section className="panel empty">
          <h2>{texts.rules.none}</h2>
          <p className="quiet lead-in">{projects?.length === 0 ? texts.rules.noneNoMetric : texts.rules.noneLead}</p>
          {manages && (
            <div className="actions">
              <Button component={Link} to={projects?.length === 0 ? '/setup' : '/alerts/rules/new'} size="xs">
                {projects?.length === 0 ? texts.rules.setup : texts.rules.add}
              </Button>
            </div>
          )}
        </section>
      ) : (
        <ul className="panel rows">
          {shown.map((rule) => (
            <Row key={rule.id} rule={rule} project={named(rule.project)} manages={manages} remove={() => removal.remove(rule.id, rule.name)} />
          ))}
        </ul>
      )}
    </>
  );
}

function Row({ rule, project, manages, remove }: { rule: RuleView; project: string; manages: boolean; remove(): void }) {
  const cache = useQueryClient();
  const put = (enabled: boolean) =>
    cache.setQueryData<RuleView[]>(keys.rules, (all) => all?.map((each) => (each.id === rule.id ? { ...each, enabled } : each)));
  const turn = useMutation({
    mutationFn: (enabled: boolean) => call('patch', `/api/v1/rules/${part(rule.id)}`, { body: { enabled } }),
    onMutate: put,
    onError: () => put(rule.enabled),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['rules'] }),
  });
  const long = seconds(rule.for) ?? 0;
  return (
    <li data-row data-rule={rule.id}>
      <div className="what">
        <span className="title">
          {manages ? <Link to={`/alerts/rules/${rule.id}`}>{rule.name}</Link> : rule.name}
        </span>{' '}
        <SeverityMark severity={rule.severity} />
        <div className="small quiet">
          {project} · {rule.metric ?? texts.rules.whole} · {condition(rule)}
          {long > 0 && ` ${texts.rules.forLong(inWords(rule.for))}`}
        </div>
        {turn.isError && <ProblemNote error={turn.error} />}
      </div>
      <div className="actions">
        <Switch
          size="xs"
          checked={rule.enabled}
          disabled={!manages || turn.isPending}
          aria-label={texts.rules.switchOf(rule.name)}
          label={rule.enabled ? texts.channels.on : texts.channels.off}
          onChange={(event) => turn.mutate(event.currentTarget.checked)}
        />
        {manages && (
          <button type="button" className="text-button small" aria-label={kit.removeOf(rule.name)} onClick={remove}>
            {kit.remove}
          </button>
        )}
      </div>
    </li>
  );
}
