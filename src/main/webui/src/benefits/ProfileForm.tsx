import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call, part } from '../kit/http';
import { parsed } from '../kit/numbers';
import { violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import type { Stakeholder } from '../project/facts';
import { PartForm } from '../project/PartForm';
import { useReadAgain } from '../project/useWork';
import type { Benefit, Profile } from './api';
import { texts } from './texts';

const TEXTS = ['description', 'measure', 'calculation', 'evidence', 'attribution', 'redeployment'] as const;
const YEARS = 2;
const PRIORITY = 3;

type Told = Record<(typeof TEXTS)[number] | 'title' | 'owner' | 'responsible' | 'measuredYears' | 'priority', string>;

const told = ({ profile, name }: Benefit): Told => ({
  title: profile?.title ?? name,
  description: profile?.description ?? '', measure: profile?.measure ?? '', calculation: profile?.calculation ?? '', evidence: profile?.evidence ?? '',
  attribution: profile?.attribution ?? '', redeployment: profile?.redeployment ?? '', owner: profile?.owner ?? '', responsible: profile?.responsible ?? '',
  measuredYears: String(profile?.measuredYears ?? YEARS), priority: String(profile?.priority ?? PRIORITY),
});

interface ProfileFormProps {
  id: string;
  benefit: Benefit;
  people: Stakeholder[];
  close(): void;
}

/** What is promised, to whom, on which assumptions; what the gate asks for, in the order in which it asks. */
export function ProfileForm({ id, benefit, people, close }: ProfileFormProps) {
  const again = useReadAgain(id);
  const [fields, setFields] = useState(() => told(benefit));
  const [benefitClass, setClass] = useState<Profile['benefitClass']>(benefit.profile?.benefitClass ?? 'CASHABLE');
  const [assumptions, setAssumptions] = useState((benefit.profile?.assumptions ?? []).map(({ text, validUntil }) => ({ text, validUntil: validUntil ?? '' })));
  const [reviewOn, setReviewOn] = useState<string[]>(benefit.profile?.reviewOn ?? []);
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const input: Profile = {
        title: fields.title.trim(), benefitClass,
        ...(Object.fromEntries(TEXTS.map((name) => [name, fields[name].trim() || null])) as Pick<Profile, (typeof TEXTS)[number]>),
        owner: fields.owner || null, responsible: fields.responsible || null,
        measuredYears: parsed(fields.measuredYears) ?? YEARS, priority: parsed(fields.priority) ?? PRIORITY,
        assumptions: assumptions.filter(({ text }) => text.trim()).map(({ text, validUntil }) => ({ text: text.trim(), validUntil: validUntil || null })),
        reviewOn: reviewOn.filter((date) => date !== ''),
      };
      return call('put', `/api/v1/metrics/${part(benefit.metricId)}/benefit`, { body: input, ...(benefit.profile ? { version: benefit.version } : {}) });
    },
    onSuccess: async () => {
      await again();
      close();
    },
  });
  const set = (name: keyof Told) => ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setFields((before) => ({ ...before, [name]: value }));
  const labels = texts.profile.fields;
  const words = (name: (typeof TEXTS)[number]) => (
    <Textarea key={name} className="w6" size="xs" label={labels[name]} autosize minRows={2} maxRows={6} maxLength={2000} value={fields[name]} onChange={set(name)} error={violation(save.error, name)} />
  );
  const person = (name: 'owner' | 'responsible') => (
    <NativeSelect
      className="w4" size="xs" label={labels[name]} value={fields[name]} onChange={set(name)} error={violation(save.error, name)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={name === 'owner' && people.length === 0 ? texts.profile.noStakeholder : undefined}
      data={[{ value: '', label: texts.profile.nobody }, ...people.map((each) => ({ value: each.id, label: each.name ? `${each.name}, ${each.role}` : each.role }))]}
    />
  );
  return (
    <PartForm
      save={save}
      close={close}
      send={() => {
        setTried(true);
        if (fields.title.trim()) save.mutate();
      }}
    >
      <TextInput
        className="w8" size="xs" label={labels.title} required maxLength={200} placeholder={texts.profile.titleHint} value={fields.title} onChange={set('title')}
        error={(tried && !fields.title.trim() ? kit.needed : undefined) ?? violation(save.error, 'title')}
      />
      <NativeSelect
        className="w4" size="xs" label={labels.benefitClass} value={benefitClass} onChange={(event) => setClass(event.currentTarget.value as Profile['benefitClass'])}
        data={Object.entries(texts.profile.classes).map(([value, label]) => ({ value, label }))} error={violation(save.error, 'benefitClass')}
      />
      {person('owner')}
      {person('responsible')}
      <TextInput className="w2" size="xs" label={labels.measuredYears} inputMode="numeric" value={fields.measuredYears} onChange={set('measuredYears')} error={violation(save.error, 'measuredYears')} />
      <TextInput className="w2" size="xs" label={labels.priority} inputMode="numeric" value={fields.priority} onChange={set('priority')} error={violation(save.error, 'priority')} />
      {TEXTS.map(words)}
      <fieldset className="plain w8 lines">
        <legend>{labels.assumptions}</legend>
        {assumptions.map((each, at) => {
          const change = (over: Partial<typeof each>) => setAssumptions(assumptions.map((other, index) => (index === at ? { ...other, ...over } : other)));
          return (
            <div key={at}>
              <TextInput size="xs" label={texts.profile.assumption} maxLength={500} value={each.text} onChange={(event) => change({ text: event.currentTarget.value })} />
              <TextInput size="xs" type="date" label={texts.profile.validUntil} value={each.validUntil} onChange={(event) => change({ validUntil: event.currentTarget.value })} />
              <button type="button" className="text-button small" aria-label={kit.removeOf(each.text || texts.profile.assumption)} onClick={() => setAssumptions(assumptions.filter((_, index) => index !== at))}>
                {kit.remove}
              </button>
            </div>
          );
        })}
        <span>
          <Button size="compact-xs" variant="default" onClick={() => setAssumptions([...assumptions, { text: '', validUntil: '' }])}>
            {texts.profile.addAssumption}
          </Button>
        </span>
      </fieldset>
      <fieldset className="plain w4 lines">
        <legend>{labels.reviewOn}</legend>
        {reviewOn.map((date, at) => (
          <div key={at} className="date">
            <TextInput size="xs" type="date" aria-label={texts.profile.review(at + 1)} value={date} onChange={({ currentTarget: { value } }) => setReviewOn(reviewOn.map((other, index) => (index === at ? value : other)))} />
            <button type="button" className="text-button small" aria-label={kit.removeOf(texts.profile.review(at + 1))} onClick={() => setReviewOn(reviewOn.filter((_, index) => index !== at))}>
              {kit.remove}
            </button>
          </div>
        ))}
        <span>
          <Button size="compact-xs" variant="default" onClick={() => setReviewOn([...reviewOn, ''])}>
            {texts.profile.addReview}
          </Button>
        </span>
      </fieldset>
    </PartForm>
  );
}
