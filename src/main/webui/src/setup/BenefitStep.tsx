import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { money, number } from '../figures/format';
import { call, part } from '../kit/http';
import { parsed } from '../kit/numbers';
import { Refusal, violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import type { MetricView, ProjectView } from './api';
import { texts } from './texts';
import { exampleReading, hourWorth, keyOf, perHour, type Terms } from './worth';

const HOURS_A_YEAR = 8766;

interface BenefitStepProps {
  project: ProjectView;
  metrics: MetricView[];
  chosen: string;
  done(metric: string): void;
}

const plain = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value));

/** What gets better, from where to where, and what a unit of it is worth; with a sentence that works it out. */
export function BenefitStep({ project, metrics, chosen, done }: BenefitStepProps) {
  const cache = useQueryClient();
  const [which, setWhich] = useState(chosen || metrics[0]?.key || '');
  const metric = metrics.find(({ key }) => key === which);
  const fresh = (of: MetricView | undefined) => ({
    name: '',
    unit: of?.unit ?? '',
    kind: of?.kind ?? ('LEVEL' as const),
    baseline: plain(of?.baseline),
    target: plain(of?.target),
    amount: plain(of?.valuation?.amount),
    per: of?.valuation?.per && of.valuation.per !== 'UNIT' ? of.valuation.per : 'MONTH',
  });
  const [fields, setFields] = useState(() => fresh(metric));
  const [tried, setTried] = useState(false);
  const kind = metric?.kind ?? fields.kind;
  const unit = metric?.unit ?? fields.unit.trim();
  const flowPer = metric?.flowPer ?? 'MONTH';
  const baseline = parsed(fields.baseline);
  const target = parsed(fields.target);
  const amount = parsed(fields.amount);
  const wrong = {
    name: !metric && !fields.name.trim() ? kit.needed : undefined,
    unit: !metric && !fields.unit.trim() ? kit.needed : undefined,
    baseline: baseline === null ? kit.aNumber : undefined,
    target: target === null ? kit.aNumber : target === baseline ? texts.benefit.same : undefined,
    amount: amount === null || amount <= 0 ? texts.benefit.positive : undefined,
  };
  const terms: Terms | null =
    baseline === null || target === null || target === baseline || amount === null || amount <= 0
      ? null
      : { kind, baseline, target, amount, per: kind === 'FLOW' ? 'UNIT' : fields.per, flowPer };

  const save = useMutation({
    mutationFn: () => {
      const body = { baseline, target, valuation: { amount, per: kind === 'FLOW' ? 'UNIT' : fields.per } };
      return metric
        ? call<MetricView>('patch', `/api/v1/metrics/${part(metric.id)}`, { body, version: metric.version })
        : call<MetricView>('post', `/api/v1/projects/${part(project.key)}/metrics`, {
            body: {
              ...body,
              key: keyOf(fields.name) || 'benefit',
              name: fields.name.trim(),
              unit,
              kind,
              category: 'EFFICIENCY',
              type: kind === 'FLOW' ? 'COUNT' : 'SCORE',
            },
          });
    },
    onSuccess: async (saved) => {
      await cache.invalidateQueries({ queryKey: ['project', project.key] });
      await cache.invalidateQueries({ queryKey: ['names'] });
      done(saved.key);
    },
  });
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setFields((before) => ({ ...before, [name]: value })),
    error: (tried ? wrong[name as keyof typeof wrong] : undefined) ?? violation(save.error, name),
  });
  const better = baseline !== null && target !== null && target < baseline ? texts.benefit.less : texts.benefit.more;
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.values(wrong).every((each) => each === undefined)) save.mutate();
      }}
    >
      <h2>{texts.benefit.title}</h2>
      <NativeSelect
        label={texts.benefit.metric}
        description={texts.benefit.metricHelp}
        value={which}
        onChange={({ currentTarget: { value } }) => {
          setWhich(value);
          setFields(fresh(metrics.find(({ key }) => key === value)));
          setTried(false);
        }}
        data={[...metrics.map(({ key, name }) => ({ value: key, label: name })), { value: '', label: texts.benefit.own }]}
      />
      {!metric && (
        <>
          <TextInput className="w6" label={texts.benefit.name} required maxLength={200} {...field('name')} />
          <TextInput className="w6" label={texts.benefit.unit} description={texts.benefit.unitHelp} required maxLength={60} {...field('unit')} />
          <NativeSelect label={texts.benefit.kind} {...field('kind')} data={Object.entries(texts.benefit.kinds).map(([value, label]) => ({ value, label }))} />
        </>
      )}
      <TextInput className="w6" label={texts.benefit.baseline[kind]} inputMode="decimal" required rightSectionWidth={72} rightSection={<Unit unit={unit} />} {...field('baseline')} />
      <TextInput className="w6" label={texts.benefit.target[kind]} inputMode="decimal" required rightSectionWidth={72} rightSection={<Unit unit={unit} />} {...field('target')} />
      <TextInput
        className="w6"
        label={texts.benefit.amount(project.currency)}
        description={(kind === 'FLOW' ? texts.benefit.worthFlow : texts.benefit.worthLevel)(unit || '…', better)}
        inputMode="decimal"
        required
        rightSectionWidth={48}
        rightSection={<Unit unit={project.currency} />}
        {...field('amount')}
      />
      {kind === 'LEVEL' && (
        <NativeSelect
          className="w6"
          label={texts.benefit.per}
          description={'\u00a0'}
          {...field('per')}
          data={Object.entries(texts.benefit.pers).map(([value, label]) => ({ value, label }))}
        />
      )}
      <div className="worked" role="status">
        {terms ? <Worked terms={terms} unit={unit} currency={project.currency} /> : <p className="quiet">{texts.benefit.notYet}</p>}
      </div>
      <Refusal error={save.error} />
      <div className="actions">
        <Button type="submit" loading={save.isPending}>
          {texts.benefit.save}
        </Button>
      </div>
    </form>
  );
}

const Unit = ({ unit }: { unit: string }) => <span className="small quiet unit">{unit}</span>;

/** `Each hour with 5 tickets instead of 0.14 earns EUR 58.36.` */
function Worked({ terms, unit, currency }: { terms: Terms; unit: string; currency: string }) {
  const reading = exampleReading(terms);
  const worth = money(hourWorth(terms, reading), currency, { digits: 2 });
  const atTarget = terms.kind === 'FLOW' ? perHour(terms.target, terms.flowPer) : terms.target;
  const year = money(hourWorth(terms, atTarget) * HOURS_A_YEAR, currency);
  const sentence =
    terms.kind === 'FLOW'
      ? texts.benefit.workedFlow(number(reading, unit), short(perHour(terms.baseline, terms.flowPer)), worth)
      : texts.benefit.workedLevel(number(reading, unit), number(terms.baseline, unit), worth);
  return (
    <>
      <p>
        <span className="quiet">{texts.benefit.worked}:</span> <strong>{sentence}</strong>
      </p>
      <p className="small quiet">{texts.benefit.wholeTarget(year)}</p>
    </>
  );
}

/** Two significant digits of what is a small part of one. */
const short = (value: number) => number(value >= 1 ? Math.round(value * 10) / 10 : Number(value.toPrecision(2)));
