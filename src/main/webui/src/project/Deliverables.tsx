import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Asked } from '../api/types';
import { day } from '../figures/format';
import { call, part } from '../kit/http';
import { violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { useRemoval } from '../kit/useRemoval';
import { ProblemNote } from '../shell/ProblemNote';
import { deliverables, metricDefinitions, type Deliverable } from './facts';
import { Part } from './Part';
import { PartForm } from './PartForm';
import { projectTexts } from './texts';
import { usePartSave } from './usePartSave';
import { useMayChange, useReadAgain } from './useWork';

type Input = Asked<'/api/v1/projects/{project}/deliverables', 'post'>;

const midday = (date: string) => Date.parse(`${date}T12:00:00Z`);

export function state({ dueOn, doneOn }: Pick<Deliverable, 'dueOn' | 'doneOn'>, today: string): { text: string; late: boolean } {
  if (doneOn) return { text: projectTexts.done(day(midday(doneOn))), late: false };
  if (!dueOn) return { text: projectTexts.open, late: false };
  const late = dueOn < today;
  return { text: (late ? projectTexts.overdue : projectTexts.due)(day(midday(dueOn))), late };
}

/** What is delivered, by when, and which metrics it moves. */
export function Deliverables({ id }: { id: string }) {
  const { data, error } = useQuery(deliverables(id));
  const again = useReadAgain(id);
  const changes = useMayChange();
  const today = new Date().toISOString().slice(0, 10);
  const removal = useRemoval(async (each) => {
    await call('delete', `/api/v1/projects/${part(id)}/deliverables/${part(each)}`);
    await again();
  });
  if (error) return <ProblemNote error={error} />;
  return (
    <Part
      title={projectTexts.deliverables}
      empty={changes ? projectTexts.noDeliverables : projectTexts.noneYet}
      items={data?.items.filter((item) => !removal.hides(item.id))}
      add={projectTexts.addDeliverable}
      nameOf={({ name }) => name}
      note={removal.note}
      remove={(item) => removal.remove(item.id, projectTexts.theDeliverable(item.name))}
      form={changes ? (item, close) => <Form id={id} item={item} close={close} saved={again} today={today} /> : undefined}
      line={(item) => {
        const { text, late } = state(item, today);
        return (
          <>
            <span>
              {item.name}
              {item.metricKeys.length > 0 && <span className="small quiet"> · {projectTexts.moves(item.metricKeys.join(', '))}</span>}
            </span>
            <span className={late ? 'small loss' : 'small quiet'}>{text}</span>
          </>
        );
      }}
    />
  );
}

interface FormProps {
  id: string;
  item: Deliverable | null;
  today: string;
  close(): void;
  saved(): Promise<void>;
}

function Form({ id, item, today, close, saved }: FormProps) {
  const metrics = useQuery(metricDefinitions(id)).data?.items ?? [];
  const [name, setName] = useState(item?.name ?? '');
  const [dueOn, setDueOn] = useState(item?.dueOn ?? '');
  const [doneOn, setDoneOn] = useState(item?.doneOn ?? '');
  const [metricKeys, setMetricKeys] = useState<string[]>(item?.metricKeys ?? []);
  const [tried, setTried] = useState(false);
  const save = usePartSave<Input>(id, 'deliverables', item, { saved, close });
  return (
    <PartForm
      save={save}
      close={close}
      send={() => {
        setTried(true);
        if (name.trim()) save.mutate({ name: name.trim(), description: item?.description ?? null, dueOn: dueOn || null, doneOn: doneOn || null, metricKeys });
      }}
    >
      <TextInput
        size="xs" label={projectTexts.deliverable.name} required maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)}
        error={(tried && !name.trim() ? kit.needed : undefined) ?? violation(save.error, 'name')}
      />
      <TextInput className="w6" size="xs" type="date" label={projectTexts.deliverable.dueOn} value={dueOn} onChange={(event) => setDueOn(event.currentTarget.value)} error={violation(save.error, 'dueOn')} />
      <TextInput
        className="w6" size="xs" type="date" label={projectTexts.deliverable.doneOn} value={doneOn} max={today} onChange={(event) => setDoneOn(event.currentTarget.value)}
        error={violation(save.error, 'doneOn')}
      />
      {metrics.length > 0 && (
        <fieldset className="plain">
          <legend>{projectTexts.deliverable.metrics}</legend>
          <div className="checks">
            {metrics.map((metric) => {
              const key = metric.key.split('/').at(-1)!;
              return (
                <Checkbox
                  key={metric.id} size="xs" label={metric.name} checked={metricKeys.includes(key)}
                  onChange={(event) => setMetricKeys(event.currentTarget.checked ? [...metricKeys, key] : metricKeys.filter((each) => each !== key))}
                />
              );
            })}
          </div>
        </fieldset>
      )}
    </PartForm>
  );
}
