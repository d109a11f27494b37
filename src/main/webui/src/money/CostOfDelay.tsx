import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Explained } from '../explain/Explained';
import { FigureCell, Money } from '../figures/Figure';
import { money, number } from '../figures/format';
import { call, part } from '../kit/http';
import { parsed } from '../kit/numbers';
import { Refusal, violation } from '../kit/Refusal';
import { mayManage } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { texts as shared } from '../texts';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import { delayQuery, keys, priorityQuery, type Delay, type Priority } from './api';
import { texts } from './texts';

/** What a week is worth, and where the project stands in the order that costs least. */
export function CostOfDelay({ id }: { id: string }) {
  const past = isPast(useMoment());
  const manages = mayManage(useMe());
  const { data, error, refetch } = useQuery({ ...delayQuery, enabled: !past });
  const [editing, edit] = useDisclosure(false);
  return (
    <section className="section">
      <div className="section-head">
        <h2>{texts.delay.title}</h2>
        <span className="spring" />
        {!past && manages && !editing && (
          <Button size="xs" variant="default" onClick={edit.open}>
            {texts.delay.edit}
          </Button>
        )}
      </div>
      {past && <p className="panel empty quiet">{texts.delay.past}</p>}
      {!past && error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!past && data && <Place id={id} delay={data} />}
      {!past && editing && data && <Told id={id} currency={data.currency} close={edit.close} />}
    </section>
  );
}

function Place({ id, delay }: { id: string; delay: Delay }) {
  const at = delay.order.findIndex(({ project }) => project === id);
  const work = delay.order[at];
  const { currency } = delay;
  if (!work) {
    const reason = delay.notOrdered.find(({ project }) => project === id)?.reason;
    return <p className="panel empty quiet">{reason ? texts.delay.none(reason) : texts.delay.missing}</p>;
  }
  return (
    <div className="panel">
      <dl className="figures four">
        <FigureCell label={texts.delay.week} note={texts.delay.sources[work.source]}>
          <Explained figure="delay:costOfDelayPerWeek" name={texts.delay.week}>
            <Money value={work.costOfDelayPerWeek} currency={currency} />
          </Explained>
        </FigureCell>
        <FigureCell label={texts.delay.duration} note={texts.delay.durations[work.durationFrom]}>
          {texts.delay.weeks(number(work.durationWeeks))}
        </FigureCell>
        <FigureCell label={texts.delay.cd3} note={texts.delay.cd3Note}>
          <Explained figure="delay:cd3" name={texts.delay.cd3}>
            <Money value={work.cd3} currency={currency} />
          </Explained>
        </FigureCell>
        <FigureCell
          label={texts.delay.place}
          note={[texts.delay.placeNote(money(work.delayCost, currency), number(work.doneAfterWeeks)), ...(work.wsjf === null ? [] : [texts.delay.wsjf(number(work.wsjf))])].join('; ')}
        >
          <Explained figure="delay:delayCost" name={texts.delay.place}>
            {texts.delay.placeOf(at + 1, delay.order.length)}
          </Explained>
        </FigureCell>
      </dl>
    </div>
  );
}

const FIELDS = ['durationWeeks', 'costOfDelayPerWeek', 'businessValue', 'timeCriticality', 'riskReduction', 'jobSize'] as const;
type Fields = Record<(typeof FIELDS)[number], string>;

function Told({ id, currency, close }: { id: string; currency: string; close(): void }) {
  const { data, error } = useQuery(priorityQuery(id));
  if (!data) return error ? <ProblemNote error={error} /> : <p className="quiet">{shared.loading}</p>;
  return <PriorityForm id={id} currency={currency} told={data} close={close} />;
}

function PriorityForm({ id, currency, told, close }: { id: string; currency: string; told: Priority; close(): void }) {
  const cache = useQueryClient();
  const [fields, setFields] = useState(() => Object.fromEntries(FIELDS.map((name) => [name, told[name] == null ? '' : String(told[name])])) as Fields);
  const save = useMutation({
    mutationFn: () =>
      call<Priority>('put', `/api/v1/projects/${part(id)}/priority`, { body: Object.fromEntries(FIELDS.map((name) => [name, parsed(fields[name])])) }),
    onSuccess: (saved) => {
      cache.setQueryData(priorityQuery(id).queryKey, saved);
      void cache.invalidateQueries({ queryKey: keys.delay });
      close();
    },
  });
  const wrong = FIELDS.some((name) => fields[name] !== '' && parsed(fields[name]) === null);
  const field = (name: (typeof FIELDS)[number], label: string, className: string) => (
    <TextInput
      className={className} size="xs" label={label} inputMode="decimal" value={fields[name]}
      onChange={({ currentTarget: { value } }) => setFields((before) => ({ ...before, [name]: value }))}
      error={fields[name] !== '' && parsed(fields[name]) === null ? kit.aNumber : violation(save.error, name)}
    />
  );
  return (
    <form
      className="panel pad form"
      style={{ marginTop: 8 }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) save.mutate();
      }}
    >
      {field('durationWeeks', texts.delay.durationWeeks, 'w6')}
      {field('costOfDelayPerWeek', texts.delay.costOfDelayPerWeek(currency), 'w6')}
      <p className="small quiet">{texts.delay.safe}</p>
      {field('businessValue', texts.delay.businessValue, 'w3')}
      {field('timeCriticality', texts.delay.timeCriticality, 'w3')}
      {field('riskReduction', texts.delay.riskReduction, 'w3')}
      {field('jobSize', texts.delay.jobSize, 'w3')}
      <Refusal error={save.error} />
      <div className="actions">
        <Button type="submit" size="xs" loading={save.isPending}>
          {kit.save}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {kit.cancel}
        </Button>
      </div>
    </form>
  );
}
