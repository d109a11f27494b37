import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Asked } from '../api/types';
import { call, part } from '../kit/http';
import { violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { useRemoval } from '../kit/useRemoval';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrl } from '../shell/urlState';
import { texts } from '../texts';
import { stakeholders, type Stakeholder } from './facts';
import { Part } from './Part';
import { PartForm } from './PartForm';
import { StakeholderReport } from './StakeholderReport';
import { projectTexts } from './texts';
import { usePartSave } from './usePartSave';
import { useMayChange, useReadAgain } from './useWork';

type Input = Asked<'/api/v1/projects/{project}/stakeholders', 'post'>;

const nameOf = ({ name, role }: Stakeholder) => name ?? role;

/** Who cares for the project, how much they can do, and whether they are for it. */
export function Stakeholders({ id }: { id: string }) {
  const { data, error } = useQuery(stakeholders(id));
  const again = useReadAgain(id);
  const changes = useMayChange();
  const { params, change } = useUrl();
  const open = params.get('stakeholder');
  const removal = useRemoval(async (each) => {
    await call('delete', `/api/v1/projects/${part(id)}/stakeholders/${part(each)}`);
    await again();
  });
  if (error) return <ProblemNote error={error} />;
  return (
    <Part
      title={projectTexts.stakeholders}
      empty={changes ? projectTexts.noStakeholders : projectTexts.noneYet}
      items={data?.items.filter((item) => !removal.hides(item.id))}
      add={projectTexts.addStakeholder}
      nameOf={nameOf}
      note={removal.note}
      more={(item) => {
        const shown = open === item.id;
        return (
          <button
            type="button" className="text-button small" aria-expanded={shown} aria-label={(shown ? projectTexts.report.closeOf : projectTexts.report.openOf)(nameOf(item))}
            onClick={() => change({ stakeholder: shown ? null : item.id }, { push: true })}
          >
            {shown ? projectTexts.report.close : projectTexts.report.open}
          </button>
        );
      }}
      below={(item) =>
        open === item.id && (
          <li className="whole">
            <StakeholderReport project={id} stakeholder={item.id} />
          </li>
        )
      }
      remove={(item) => removal.remove(item.id, projectTexts.theStakeholder(nameOf(item)))}
      form={changes ? (item, close) => <Form id={id} item={item} close={close} saved={again} /> : undefined}
      line={(item) => (
        <>
          <span>
            {nameOf(item)}
            {item.name && <span className="small quiet"> · {item.role}</span>}
            <span className="small quiet"> · {projectTexts.influences[item.influence] ?? projectTexts.influence(String(item.influence))}</span>
            {item.categories.length > 0 && (
              <span className="small quiet"> · {item.categories.map((each) => texts.project.categories[each] ?? each).join(', ')}</span>
            )}
          </span>
          <span className="small quiet">{projectTexts.attitude[String(item.attitude)]}</span>
        </>
      )}
    />
  );
}

function Form({ id, item, close, saved }: { id: string; item: Stakeholder | null; close(): void; saved(): Promise<void> }) {
  const [role, setRole] = useState(item?.role ?? '');
  const [name, setName] = useState(item?.name ?? '');
  const [influence, setInfluence] = useState(String(item?.influence ?? 2));
  const [attitude, setAttitude] = useState(String(item?.attitude ?? 0));
  const [categories, setCategories] = useState<string[]>(item?.categories ?? []);
  const [tried, setTried] = useState(false);
  const save = usePartSave<Input>(id, 'stakeholders', item, { saved, close });
  return (
    <PartForm
      save={save}
      close={close}
      send={() => {
        setTried(true);
        if (role.trim()) save.mutate({ role: role.trim(), name: name.trim() || null, influence: Number(influence), attitude: Number(attitude), categories } as Input);
      }}
    >
      <TextInput
        className="w6" size="xs" label={projectTexts.stakeholder.role} required maxLength={200} value={role} data-autofocus onChange={(event) => setRole(event.currentTarget.value)}
        error={(tried && !role.trim() ? kit.needed : undefined) ?? violation(save.error, 'role')}
      />
      <TextInput className="w6" size="xs" label={projectTexts.stakeholder.name} maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} error={violation(save.error, 'name')} />
      <NativeSelect
        className="w6" size="xs" label={projectTexts.stakeholder.influence} value={influence} onChange={(event) => setInfluence(event.currentTarget.value)}
        data={Object.entries(projectTexts.stakeholder.influences).map(([value, label]) => ({ value, label }))}
      />
      <NativeSelect
        className="w6" size="xs" label={projectTexts.stakeholder.attitude} value={attitude} onChange={(event) => setAttitude(event.currentTarget.value)}
        data={['1', '0', '-1'].map((value) => ({ value, label: projectTexts.attitude[value]! }))}
      />
      <fieldset className="plain">
        <legend>{projectTexts.stakeholder.categories}</legend>
        <div className="checks">
          {Object.entries(texts.project.categories).map(([value, label]) => (
            <Checkbox
              key={value} size="xs" label={label} checked={categories.includes(value)}
              onChange={(event) => setCategories(event.currentTarget.checked ? [...categories, value] : categories.filter((each) => each !== value))}
            />
          ))}
        </div>
      </fieldset>
    </PartForm>
  );
}
