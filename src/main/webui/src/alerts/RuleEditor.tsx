import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { FormEvent } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { choices, sameAs } from '../kit/durations';
import { call, part } from '../kit/http';
import { parsed } from '../kit/numbers';
import { Refusal, violation } from '../kit/Refusal';
import { mayManage } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import type { Severity } from '../api/types';
import { texts as common } from '../texts';
import {
  metricsQuery, projectsQuery, rulesQuery, type Comparator, type RuleFigure, type RuleInput, type RuleView, type RuleWindow,
} from './api';
import { RulePreview } from './RulePreview';
import { RuleTrial } from './RuleTrial';
import { isQuestion, labelsOf, labelsText } from './sentence';
import { texts } from './texts';

const OF_METRIC: RuleFigure[] = ['VALUE', 'MEAN', 'MIN', 'MAX', 'SUM', 'COUNT', 'ACHIEVEMENT', 'REALISED', 'NO_DATA', 'REALISATION', 'FORECAST', 'BURN_RATE', 'UNMEASURED', 'NO_OWNER'];
const OF_PROJECT: RuleFigure[] = ['ACHIEVEMENT', 'REALISED', 'ROI_SIMPLE', 'REALISATION', 'FORECAST', 'BURN_RATE', 'NO_OWNER'];
const WINDOWED: RuleFigure[] = ['MEAN', 'MIN', 'MAX', 'SUM', 'COUNT'];
const FOR = ['PT0S', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'PT4H', 'PT24H'];
const LONG = ['PT4H', 'PT8H', 'PT24H', 'PT72H', 'PT168H'];
const SHORT = ['PT1H', 'PT2H', 'PT4H', 'PT8H'];
/** A help that is longer than its field stands below it, so that fields of a row stay in line. */
const HELP_BELOW: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
const KEEP = ['PT0S', 'PT5M', 'PT15M', 'PT1H', 'PT4H'];
const SEVERITIES: Severity[] = ['CRITICAL', 'WARNING', 'INFO'];

interface Fields {
  name: string;
  project: string;
  metric: string;
  figure: RuleFigure;
  window: RuleWindow;
  longWindow: string;
  shortWindow: string;
  allowance: string;
  comparator: Comparator;
  threshold: string;
  clear: string;
  for: string;
  keep: string;
  severity: Severity;
  labels: string;
}

const EMPTY: Fields = {
  name: '', project: '', metric: '', figure: 'VALUE', window: 'HOUR', longWindow: 'PT24H', shortWindow: 'PT2H', allowance: '0.1', comparator: '>', threshold: '', clear: '', for: 'PT0S', keep: 'PT0S', severity: 'WARNING', labels: '',
};

const fieldsOf = (rule: RuleView): Fields => ({
  name: rule.name,
  project: rule.project ?? '',
  metric: rule.metric ?? '',
  figure: rule.figure,
  window: (rule.window as RuleWindow | null) ?? 'HOUR',
  longWindow: sameAs(LONG, rule.longWindow ?? 'PT24H'),
  shortWindow: sameAs(SHORT, rule.shortWindow ?? 'PT2H'),
  allowance: String(rule.allowance ?? 0.1),
  comparator: (rule.comparator as Comparator | null) ?? '>',
  threshold: rule.threshold === null ? '' : String(rule.threshold),
  clear: rule.clear === null ? '' : String(rule.clear),
  for: sameAs(FOR, rule.for),
  keep: sameAs(KEEP, rule.keepFiringFor),
  severity: rule.severity,
  labels: labelsText(rule.labels),
});

/** A new rule or one that there is; the preview follows what is typed. */
export function RuleEditor() {
  const { rule: id } = useParams();
  const [params] = useSearchParams();
  const { data: rules, error, refetch } = useQuery(rulesQuery);
  if (!id) {
    const metric = params.get('metric') ?? '';
    return <Editor start={{ ...EMPTY, metric, project: params.get('project') ?? metric.split('/')[0] ?? '' }} rule={null} />;
  }
  if (!rules) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  const rule = rules.find((each) => each.id === id);
  if (!rule) return <ProblemNote title={common.problem.notFound} remedy={texts.rules.lead} />;
  return <Editor key={rule.id} start={fieldsOf(rule)} rule={rule} />;
}

function Editor({ start, rule }: { start: Fields; rule: RuleView | null }) {
  const person = useMe();
  const go = useNavigate();
  const cache = useQueryClient();
  const [fields, setFields] = useState(start);
  const [tried, setTried] = useState(false);
  const { data: projects } = useQuery(projectsQuery);
  const { data: metrics } = useQuery(metricsQuery(fields.project));
  const metric = metrics?.find(({ fullKey }) => fullKey === fields.metric);
  const set = (change: Partial<Fields>) => setFields((before) => ({ ...before, ...change }));
  const field = (name: keyof Fields) => ({
    value: fields[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  });
  const figures = fields.metric ? OF_METRIC : OF_PROJECT;
  const windowed = WINDOWED.includes(fields.figure);
  const burns = fields.figure === 'BURN_RATE';
  const silent = isQuestion(fields.figure);
  const threshold = parsed(fields.threshold);
  const labels = labelsOf(fields.labels);
  const wrong = {
    name: fields.name.trim() ? undefined : kit.needed,
    project: fields.project ? undefined : kit.needed,
    longWindow: undefined,
    threshold: silent || threshold !== null ? undefined : kit.aNumber,
    allowance: burns && parsed(fields.allowance) === null ? kit.aNumber : undefined,
    clear: fields.clear.trim() && parsed(fields.clear) === null ? kit.aNumber : undefined,
    labels: labels === null ? texts.editor.labelsWrong : undefined,
  };
  const input: RuleInput = {
    name: fields.name.trim(),
    metric: fields.metric || null,
    project: fields.metric ? null : fields.project,
    figure: fields.figure,
    window: windowed ? fields.window : null,
    longWindow: burns ? fields.longWindow : null,
    shortWindow: burns ? fields.shortWindow : null,
    allowance: burns ? parsed(fields.allowance) : null,
    comparator: silent ? null : fields.comparator,
    threshold: silent ? null : threshold,
    clear: silent ? null : parsed(fields.clear),
    for: fields.for,
    keepFiringFor: fields.keep,
    severity: fields.severity,
    enabled: rule?.enabled ?? true,
    labels: labels ?? {},
  };
  const save = useMutation({
    mutationFn: () =>
      rule
        ? call('patch', `/api/v1/rules/${part(rule.id)}`, { body: { ...input, project: rule.project }, version: rule.version })
        : call('post', '/api/v1/rules', { body: input }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['rules'] });
      await go('/alerts/rules');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(wrong).every((each) => each === undefined)) save.mutate();
  };
  const toldWrong = <Name extends keyof typeof wrong>(name: Name) => (tried ? wrong[name] : undefined) ?? violation(save.error, name);

  const forPreview = useMemo(() => {
    if (!input.metric && !input.project) return null;
    if (!silent && threshold === null) return null;
    const { name: _n, severity: _s, enabled: _e, labels: _l, ...terms } = input;
    return terms;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the text says whether anything differs
  }, [JSON.stringify(input)]);
  const [settled] = useDebouncedValue(forPreview, 400);
  const projectName = projects?.find(({ key }) => key === fields.project)?.name ?? fields.project;

  return (
    <>
      <div className="section-head">
        <Link to="/alerts/rules">{texts.editor.back}</Link>
        <span className="quiet">/</span>
        <h2>{rule ? texts.editor.title(rule.name) : texts.editor.newTitle}</h2>
      </div>
      {!mayManage(person) && <p className="notice">{kit.onlyLook(person.role)}</p>}
      <div className="split">
        <form className="panel pad form" onSubmit={submit} noValidate>
          <TextInput label={texts.editor.name} description={texts.editor.nameHelp} required maxLength={200} {...field('name')} error={toldWrong('name')} />
          <NativeSelect
            className="w6"
            label={texts.editor.project}
            required
            disabled={rule !== null}
            {...field('project')}
            onChange={(event) => set({ project: event.currentTarget.value, metric: '', figure: 'REALISED' })}
            error={toldWrong('project')}
            data={[{ value: '', label: texts.editor.choose }, ...(projects ?? []).map(({ key, name }) => ({ value: key, label: name }))]}
          />
          <NativeSelect
            className="w6"
            label={texts.editor.metric}
            disabled={rule !== null || !fields.project}
            {...field('metric')}
            onChange={({ currentTarget: { value } }) =>
              set({ metric: value, ...((value ? OF_METRIC : OF_PROJECT).includes(fields.figure) && value ? {} : { figure: value ? 'VALUE' : 'REALISED' }) })
            }
            data={[{ value: '', label: texts.editor.wholeProject }, ...(metrics ?? []).map(({ fullKey, name }) => ({ value: fullKey, label: name }))]}
          />
          <NativeSelect
            className={windowed ? 'w6' : undefined}
            label={texts.editor.figure}
            disabled={rule !== null}
            description={rule ? texts.editor.fixed : undefined}
            {...field('figure')}
            data={figures.map((value) => ({ value, label: texts.figures[value] }))}
          />
          {windowed && (
            <NativeSelect
              className="w6"
              label={texts.editor.window}
              disabled={rule !== null}
              {...field('window')}
              data={Object.entries(texts.windows).map(([value, label]) => ({ value, label }))}
            />
          )}
          {burns && (
            <>
              <NativeSelect
                className="w4"
                label={texts.editor.longWindow}
                {...field('longWindow')}
                error={toldWrong('longWindow')}
                data={choices(LONG, fields.longWindow)}
              />
              <NativeSelect className="w4" label={texts.editor.shortWindow} {...field('shortWindow')} data={choices(SHORT, fields.shortWindow)} />
              <TextInput className="w4" label={texts.editor.allowance} inputMode="decimal" {...field('allowance')} error={toldWrong('allowance')} />
              <p className="small quiet">{texts.editor.burnHelp}</p>
            </>
          )}
          {!silent && (
            <>
              <NativeSelect
                className="w4"
                label={texts.editor.comparator}
                {...field('comparator')}
                data={Object.entries(texts.comparators).map(([value, label]) => ({ value, label }))}
              />
              <TextInput
                className="w4"
                label={texts.editor.threshold}
                required
                inputMode="decimal"
                rightSection={metric && <span className="small quiet">{metric.unit.length < 6 ? metric.unit : ''}</span>}
                {...field('threshold')}
                error={toldWrong('threshold')}
              />
              <TextInput
                className="w4" label={texts.editor.clear} description={texts.editor.clearHelp} inputWrapperOrder={HELP_BELOW}
                inputMode="decimal" {...field('clear')} error={toldWrong('clear')}
              />
            </>
          )}
          <NativeSelect className="w4" label={texts.editor.forTime} {...field('for')} data={choices(FOR, fields.for, texts.editor.noTime)} />
          <NativeSelect
            className="w4" label={texts.editor.keep} description={texts.editor.keepHelp} inputWrapperOrder={HELP_BELOW}
            {...field('keep')} data={choices(KEEP, fields.keep, texts.editor.noLonger)}
          />
          <NativeSelect
            className="w4"
            label={texts.editor.severity}
            {...field('severity')}
            data={SEVERITIES.map((value) => ({ value, label: common.alerts.severity[value] }))}
          />
          <TextInput label={texts.editor.labels} description={texts.editor.labelsHelp} {...field('labels')} error={toldWrong('labels')} />
          <Refusal error={save.error} />
          <div className="actions">
            <Button type="submit" loading={save.isPending} disabled={!mayManage(person)}>
              {rule ? texts.editor.change : texts.editor.create}
            </Button>
            <Button component={Link} to="/alerts/rules" variant="default">
              {kit.cancel}
            </Button>
          </div>
        </form>
        <div className="stack">
          <RulePreview terms={settled} unit={metric?.unit ?? null} name={metric?.name ?? projectName} />
          {mayManage(person) && (
            <RuleTrial
              labels={{
                ...input.labels,
                severity: fields.severity,
                project: fields.project,
                figure: fields.figure,
                alertname: input.name,
                ...(fields.metric ? { metric: fields.metric } : {}),
                ...(metric ? { category: metric.category } : {}),
              }}
            />
          )}
        </div>
      </div>
    </>
  );
}
