import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProjectValue } from '../api/types';
import { call, part } from '../kit/http';
import { Refusal } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { KINDS, type Kind } from './benefitMap';
import { deliverables } from './facts';
import { mayLeadTo, toggled, withBox, withoutBox, type Draft } from './mapDraft';
import { projectTexts } from './texts';
import { useReadAgain } from './useWork';

const texts = projectTexts.map;
const TITLE = 200;

interface MapEditorProps {
  project: ProjectValue;
  version: number;
  draft: Draft;
  change(draft: Draft): void;
  close(): void;
}

/** Boxes and lines by forms, for keys and thumbs; what is drawn above follows. Nothing is stored before it is saved. */
export function MapEditor({ project, version, draft, change, close }: MapEditorProps) {
  const again = useReadAgain(project.key);
  const save = useMutation({
    mutationFn: () => call('put', `/api/v1/projects/${part(project.key)}/benefit-map`, { body: { nodes: draft.nodes, edges: draft.edges }, version }),
    onSuccess: async () => {
      await again();
      close();
    },
  });
  return (
    <section className="panel pad map-editor" aria-label={texts.edit.title}>
      <p className="small quiet">{texts.edit.lead}</p>
      <div className="map-forms">
        <AddBox project={project} draft={draft} change={change} />
        <AddLine draft={draft} change={change} />
      </div>
      <Boxes draft={draft} change={change} />
      <Refusal error={save.error} />
      <div className="actions">
        <Button size="xs" loading={save.isPending} onClick={() => save.mutate()}>
          {texts.edit.save}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {kit.cancel}
        </Button>
      </div>
    </section>
  );
}

type EditProps = Pick<MapEditorProps, 'draft' | 'change'>;

function AddBox({ project, draft, change }: EditProps & { project: ProjectValue }) {
  const registered = useQuery(deliverables(project.key)).data?.items ?? [];
  const [kind, setKind] = useState<Kind>('CHANGE');
  const [title, setTitle] = useState('');
  const [of, setOf] = useState('');
  const [tried, setTried] = useState(false);
  const short = (key: string) => key.slice(key.lastIndexOf('/') + 1);
  const free =
    kind === 'DELIVERABLE'
      ? registered.filter(({ id }) => !draft.nodes.some((node) => node.deliverable === id)).map(({ id, name }) => ({ value: id, label: name }))
      : kind === 'BENEFIT'
        ? project.metrics.filter(({ key }) => !draft.nodes.some((node) => node.metric === short(key))).map(({ key, name }) => ({ value: short(key), label: name }))
        : [];
  const chosen = free.find(({ value }) => value === of);
  const add = () => {
    const said = title.trim() || chosen?.label || '';
    setTried(said === '');
    if (said === '') return;
    change(
      withBox(draft, {
        kind, title: said.slice(0, TITLE),
        deliverable: kind === 'DELIVERABLE' && chosen ? chosen.value : null,
        metric: kind === 'BENEFIT' && chosen ? chosen.value : null,
      }),
    );
    setTitle('');
    setOf('');
  };
  return (
    <form
      className="draw"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <NativeSelect
        size="xs" label={texts.kind} value={kind} data={KINDS.map((value) => ({ value, label: texts.kinds[value] }))}
        onChange={(event) => {
          setKind(event.currentTarget.value as Kind);
          setOf('');
        }}
      />
      {free.length > 0 && (
        <NativeSelect
          size="xs" label={kind === 'DELIVERABLE' ? texts.edit.deliverable : texts.edit.metric} value={of}
          data={[{ value: '', label: texts.edit.none }, ...free]} onChange={(event) => setOf(event.currentTarget.value)}
        />
      )}
      <TextInput
        size="xs" className="wide" label={texts.what} maxLength={TITLE} value={title} placeholder={chosen?.label}
        onChange={(event) => setTitle(event.currentTarget.value)} error={tried && !title.trim() && !chosen ? kit.needed : undefined}
      />
      <Button type="submit" size="xs" variant="default">
        {texts.edit.addBox}
      </Button>
    </form>
  );
}

function AddLine({ draft, change }: EditProps) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const starts = draft.nodes.filter(({ id }) => mayLeadTo(draft, id).length > 0);
  if (starts.length === 0) return null;
  const start = starts.some(({ id }) => id === from) ? from : starts[0]!.id;
  const ends = mayLeadTo(draft, start);
  const end = ends.some(({ id }) => id === to) ? to : ends[0]!.id;
  const named = ({ id, kind, title }: Draft['nodes'][number]) => ({ value: id, label: `${title} (${texts.kinds[kind].toLowerCase()})` });
  return (
    <form
      className="draw"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const next = toggled(draft, start, end);
        if (next) change(next);
      }}
    >
      <NativeSelect className="wide" size="xs" label={texts.edit.from} value={start} data={starts.map(named)} onChange={(event) => setFrom(event.currentTarget.value)} />
      <NativeSelect className="wide" size="xs" label={texts.leadsTo} value={end} data={ends.map(named)} onChange={(event) => setTo(event.currentTarget.value)} />
      <Button type="submit" size="xs" variant="default">
        {texts.edit.addLine}
      </Button>
    </form>
  );
}

function Boxes({ draft, change }: EditProps) {
  const title = (id: string | null | undefined) => draft.nodes.find((node) => node.id === id)?.title ?? String(id);
  return (
    <ul className="map-boxes">
      {draft.nodes.map((node) => (
        <li key={node.id}>
          <div>
            <span>
              {node.title} <span className="small quiet">· {texts.kinds[node.kind]}</span>
            </span>
            <button type="button" className="text-button small" aria-label={kit.removeOf(node.title)} onClick={() => change(withoutBox(draft, node.id))}>
              {kit.remove}
            </button>
          </div>
          <ul>
            {draft.edges.filter(({ from }) => from === node.id).map(({ to }) => (
              <li key={to} className="small">
                <span>{texts.leads(title(to))}</span>
                <button type="button" className="text-button" aria-label={texts.edit.cut(node.title, title(to))} onClick={() => change(toggled(draft, node.id, to!) ?? draft)}>
                  {kit.remove}
                </button>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
