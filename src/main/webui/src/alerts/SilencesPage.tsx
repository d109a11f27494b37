import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Severity } from '../api/types';
import { clockTime } from '../figures/format';
import { choices } from '../kit/durations';
import { call, part } from '../kit/http';
import { Refusal, violation } from '../kit/Refusal';
import { useRemoval } from '../kit/useRemoval';
import { mayAct, useMe } from '../session/SessionGate';
import { useLive } from '../live/Live';
import { ProblemNote } from '../shell/ProblemNote';
import { texts as common } from '../texts';
import { keys, projectsQuery, rulesQuery, silencesQuery, type Silence } from './api';
import { texts } from './texts';

const LENGTHS = ['PT1H', 'PT4H', 'PT8H', 'PT24H', 'PT72H', 'PT168H'];
const SEVERITIES: Severity[] = ['CRITICAL', 'WARNING', 'INFO'];

export function SilencesPage() {
  const person = useMe();
  const cache = useQueryClient();
  const { clock } = useLive();
  const { data, error, refetch } = useQuery(silencesQuery);
  const { data: rules } = useQuery(rulesQuery);
  const { data: projects } = useQuery(projectsQuery);
  const removal = useRemoval(async (id) => {
    await call('delete', `/api/v1/silences/${part(id)}`);
    await cache.invalidateQueries({ queryKey: keys.silences });
  });
  const present = clock.present();
  const shown = data?.filter(({ id }) => !removal.hides(id)) ?? [];
  const open = shown.filter(({ endsAt }) => Date.parse(endsAt) > present);
  const past = shown.filter(({ endsAt }) => Date.parse(endsAt) <= present).reverse();
  const covered = (silence: Silence) => {
    const parts = [
      silence.severity && common.alerts.severity[silence.severity],
      silence.rule && (rules?.find(({ id }) => id === silence.rule)?.name ?? silence.rule),
      silence.project && (projects?.find(({ key }) => key === silence.project)?.name ?? silence.project),
    ].filter(Boolean);
    return texts.silences.covers(parts.length ? parts.join(' · ') : texts.silences.everything);
  };

  return (
    <>
      <p className="quiet lead-in" style={{ marginBottom: 12 }}>
        {texts.silences.lead}
      </p>
      {error && !data && <ProblemNote error={error} retry={() => void refetch()} />}
      {removal.note}
      {mayAct(person) && <NewSilence />}
      <section className="section">
        {data && open.length === 0 && <p className="panel empty quiet">{texts.silences.none}</p>}
        {open.length > 0 && (
          <ul className="panel rows">
            {open.map((silence) => (
              <li key={silence.id}>
                <div className="what">
                  <span className="title">{silence.comment}</span>
                  <div className="small quiet">
                    {covered(silence)} ·{' '}
                    {Date.parse(silence.startsAt) > present
                      ? texts.silences.from(clockTime(silence.startsAt, present), clockTime(silence.endsAt, present))
                      : texts.silences.until(clockTime(silence.endsAt, present))}{' '}
                    · {texts.silences.by(silence.createdBy)}
                  </div>
                </div>
                {mayAct(person) && (
                  <button
                    type="button"
                    className="text-button small"
                    aria-label={texts.silences.endOf(silence.comment)}
                    onClick={() => removal.remove(silence.id, texts.silences.name(silence.comment))}
                  >
                    {texts.silences.end}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      {past.length > 0 && (
        <section className="section">
          <h2>{texts.silences.past}</h2>
          <ul className="panel rows" style={{ marginTop: 8 }}>
            {past.map((silence) => (
              <li key={silence.id}>
                <div className="what">
                  {silence.comment}
                  <div className="small quiet">
                    {covered(silence)} · {texts.silences.ended(clockTime(silence.endsAt, present))} · {texts.silences.by(silence.createdBy)}
                  </div>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function NewSilence() {
  const cache = useQueryClient();
  const [params] = useSearchParams();
  const { data: rules } = useQuery(rulesQuery);
  const { data: projects } = useQuery(projectsQuery);
  const [fields, setFields] = useState({
    project: params.get('project') ?? '',
    rule: params.get('rule') ?? '',
    severity: '',
    for: 'PT4H',
    comment: '',
  });
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setFields((before) => ({ ...before, [name]: value })),
  });
  const make = useMutation({
    mutationFn: () =>
      call<Silence>('post', '/api/v1/silences', {
        body: {
          project: fields.project || null,
          rule: fields.rule || null,
          severity: fields.severity || null,
          for: fields.for,
          comment: fields.comment.trim(),
        },
      }),
    onSuccess: () => {
      setFields((before) => ({ ...before, comment: '' }));
      void cache.invalidateQueries({ queryKey: keys.silences });
    },
  });
  return (
    <form
      className="panel pad form"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <NativeSelect
        className="w3"
        label={texts.silences.project}
        {...field('project')}
        data={[{ value: '', label: texts.silences.anyProject }, ...(projects ?? []).map(({ key, name }) => ({ value: key, label: name }))]}
      />
      <NativeSelect
        className="w3"
        label={texts.silences.rule}
        {...field('rule')}
        data={[
          { value: '', label: texts.silences.anyRule },
          ...(rules ?? []).filter(({ project }) => !fields.project || project === fields.project).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        className="w3"
        label={texts.silences.severity}
        {...field('severity')}
        data={[{ value: '', label: texts.silences.anySeverity }, ...SEVERITIES.map((value) => ({ value, label: common.alerts.severity[value] }))]}
      />
      <NativeSelect className="w3" label={texts.silences.length} {...field('for')} data={choices(LENGTHS)} />
      <TextInput
        label={texts.silences.comment}
        description={texts.silences.commentHelp}
        required
        maxLength={1000}
        {...field('comment')}
        error={violation(make.error, 'comment')}
      />
      <Refusal error={make.error} />
      <div className="actions">
        <Button type="submit" size="xs" loading={make.isPending}>
          {texts.silences.add}
        </Button>
      </div>
    </form>
  );
}
