import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { projectsQuery } from '../alerts/api';
import { call } from '../kit/http';
import { parsed } from '../kit/numbers';
import { Refusal, violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { useMe } from '../session/SessionGate';
import { keys, type Scenario, type ScenarioInput } from './api';
import { texts } from './texts';

interface Limit {
  name: string;
  limit: string;
}
interface Told {
  decision: string;
  value: string;
  uses: Record<string, string>;
}
const UNTOLD: Told = { decision: 'FREE', value: '', uses: {} };

const named = (limits: Limit[]) =>
  limits.filter(({ name, limit }) => name.trim() && parsed(limit) !== null).map(({ name, limit }) => ({ name: name.trim(), limit: parsed(limit)! }));

/** What there is, what is decided already, and what is known better than the figures. */
export function NewScenario() {
  const { tenant } = useMe();
  const go = useNavigate();
  const cache = useQueryClient();
  const { data: every } = useQuery(projectsQuery);
  // A scenario is of one currency: what is worth something in another is not compared.
  const projects = every?.filter(({ currency }) => currency === tenant.currency);
  const [name, setName] = useState('');
  const [horizon, setHorizon] = useState('3');
  const [budgets, setBudgets] = useState<Limit[]>([{ name: String(new Date().getFullYear() + 1), limit: '' }]);
  const [capacities, setCapacities] = useState<Limit[]>([]);
  const [told, setTold] = useState<Record<string, Told>>({});
  const [risk, setRisk] = useState(false);
  const [tried, setTried] = useState(false);
  const resources = [...named(budgets), ...named(capacities)].map((each) => each.name);
  const of = (key: string) => told[key] ?? UNTOLD;
  const tell = (key: string, change: Partial<Told>) => setTold((before) => ({ ...before, [key]: { ...(before[key] ?? UNTOLD), ...change } }));

  const make = useMutation({
    mutationFn: () => {
      const candidates = (projects ?? []).map(({ key }) => {
        const { decision, value, uses } = of(key);
        const known = Object.entries(uses).flatMap(([resource, text]) => {
          const amount = parsed(text);
          return resources.includes(resource) && amount !== null ? [[resource, amount] as const] : [];
        });
        return {
          project: key,
          decision: decision as 'FREE' | 'IN' | 'OUT',
          ...(parsed(value) === null ? {} : { value: parsed(value)! }),
          ...(known.length ? { uses: Object.fromEntries(known) } : {}),
        };
      });
      const body: ScenarioInput = {
        name: name.trim(),
        currency: tenant.currency,
        horizonYears: parsed(horizon) ?? 3,
        budgets: named(budgets),
        capacities: named(capacities),
        candidates,
        ...(risk ? { risk: { measure: 'SPREAD' as const } } : {}),
      };
      return call<Scenario>('post', '/api/v1/scenarios', { body });
    },
    onSuccess: async (made) => {
      cache.setQueryData(keys.one(made.id), made);
      void cache.invalidateQueries({ queryKey: [...keys.list, 'all'] });
      await go(`/choose/${made.id}`);
    },
  });
  const wrong = { name: name.trim() ? undefined : kit.needed, resource: resources.length ? undefined : texts.form.needsResource };

  if (projects?.length === 0) {
    return (
      <p className="notice">
        {texts.form.noProjects} <Link to="/setup">{texts.add}</Link>
      </p>
    );
  }
  return (
    <>
      <div className="section-head">
        <Link to="/choose">{texts.back}</Link>
        <span className="quiet">/</span>
        <h2>{texts.form.title}</h2>
      </div>
      <form
        className="panel pad form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!wrong.name && !wrong.resource) make.mutate();
        }}
      >
        <TextInput
          className="w8"
          label={texts.form.name}
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={(tried ? wrong.name : undefined) ?? violation(make.error, 'name')}
        />
        <TextInput className="w4" label={texts.form.horizon} inputMode="decimal" value={horizon} onChange={(event) => setHorizon(event.currentTarget.value)} error={violation(make.error, 'horizonYears')} />
        <div className="w6">
          <Limits title={texts.form.budgets} limitLabel={texts.form.limit(tenant.currency)} addLabel={texts.form.addBudget} limits={budgets} change={setBudgets} />
        </div>
        <div className="w6">
          <Limits title={texts.form.capacities} limitLabel={texts.form.amount} addLabel={texts.form.addCapacity} limits={capacities} change={setCapacities} />
        </div>
        {tried && wrong.resource && <p className="small loss">{wrong.resource}</p>}
        <div>
          <h3>{texts.form.projects}</h3>
          <p className="small quiet">{texts.form.projectsLead}</p>
          <div className="scroll">
            <table className="data candidates">
              <thead>
                <tr>
                  <th scope="col">{texts.form.project}</th>
                  <th scope="col">{texts.form.decision}</th>
                  <th scope="col">
                    {texts.form.value}, {tenant.currency}
                  </th>
                  {resources.map((resource) => (
                    <th key={resource} scope="col">
                      {resource}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {(projects ?? []).map(({ key, name: project }) => (
                  <tr key={key}>
                    <td>{project}</td>
                    <td data-label={texts.form.decision}>
                      <NativeSelect
                        size="xs"
                        aria-label={texts.form.decisionOf(project)}
                        value={of(key).decision}
                        onChange={(event) => tell(key, { decision: event.currentTarget.value })}
                        data={Object.entries(texts.form.decisions).map(([value, label]) => ({ value, label }))}
                      />
                    </td>
                    <td data-label={texts.form.value}>
                      <TextInput size="xs" inputMode="decimal" aria-label={texts.form.valueOf(project)} value={of(key).value} onChange={(event) => tell(key, { value: event.currentTarget.value })} />
                    </td>
                    {resources.map((resource) => (
                      <td key={resource} data-label={resource}>
                        <TextInput
                          size="xs"
                          inputMode="decimal"
                          aria-label={texts.form.useOf(resource, project)}
                          value={of(key).uses[resource] ?? ''}
                          onChange={(event) => tell(key, { uses: { ...of(key).uses, [resource]: event.currentTarget.value } })}
                        />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
        <Checkbox size="xs" label={texts.form.risk} checked={risk} onChange={(event) => setRisk(event.currentTarget.checked)} />
        <Refusal error={make.error} />
        <div className="actions">
          <Button type="submit" loading={make.isPending}>
            {texts.form.solve}
          </Button>
          <Button component={Link} to="/choose" variant="default">
            {kit.cancel}
          </Button>
        </div>
      </form>
    </>
  );
}

interface LimitsProps {
  title: string;
  limitLabel: string;
  addLabel: string;
  limits: Limit[];
  change(limits: Limit[]): void;
}

function Limits({ title, limitLabel, addLabel, limits, change }: LimitsProps) {
  const set = (at: number, part: Partial<Limit>) => change(limits.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <fieldset className="plain stack">
      <legend>{title}</legend>
      {limits.map((each, at) => (
        <div key={at} className="limit">
          <TextInput size="xs" label={texts.form.resourceName} maxLength={200} value={each.name} onChange={(event) => set(at, { name: event.currentTarget.value })} />
          <TextInput size="xs" label={limitLabel} inputMode="decimal" value={each.limit} onChange={(event) => set(at, { limit: event.currentTarget.value })} error={each.limit && parsed(each.limit) === null ? kit.aNumber : undefined} />
          <button type="button" className="text-button small" aria-label={texts.form.removeOf(each.name)} onClick={() => change(limits.filter((_, index) => index !== at))}>
            {kit.remove}
          </button>
        </div>
      ))}
      <div>
        <Button size="compact-xs" variant="default" onClick={() => change([...limits, { name: '', limit: '' }])}>
          {addLabel}
        </Button>
      </div>
    </fieldset>
  );
}
