import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, part } from '../kit/http';
import { Refusal } from '../kit/Refusal';
import { isAdmin, mayManage } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useRemoval } from '../kit/useRemoval';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { ExportButton, TemplateFiles } from './TemplateFiles';
import { keys, templateQuery, templatesQuery, type TemplateView } from './api';
import { texts } from './texts';

/** Templates of projects: those that are built in, to look at, and the organisation's own, to change. */
export function Templates() {
  const person = useMe();
  const cache = useQueryClient();
  const { data, error, refetch } = useQuery(templatesQuery);
  const [open, setOpen] = useState('');
  const removal = useRemoval(async (key) => {
    await call('delete', `/api/v1/templates/${part(key)}`);
    await cache.invalidateQueries({ queryKey: keys.templates });
  });
  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  const admin = isAdmin(person);
  return (
    <div className="stack">
      <p className="quiet lead-in">{texts.templates.lead}</p>
      {removal.note}
      <ul className="panel rows">
        {data
          .filter(({ key }) => !removal.hides(key))
          .map((template) => (
            <li key={template.key} data-row>
              <div className="what">
                <span className="title">{template.name}</span>{' '}
                <span className="small quiet">
                  {template.builtIn ? texts.templates.builtIn : `${texts.templates.own}, ${texts.templates.versionOf(template.version)}`} ·{' '}
                  {texts.templates.metrics(template.metrics)}
                </span>
              </div>
              <div className="actions">
                <button
                  type="button"
                  className="text-button small"
                  aria-expanded={open === template.key}
                  aria-label={texts.templates.lookOf(template.name)}
                  onClick={() => setOpen(open === template.key ? '' : template.key)}
                >
                  {open === template.key ? texts.templates.hide : texts.templates.look}
                </button>
                {mayManage(person) && <ExportButton only={template.key} name={template.name} />}
                {admin && !template.builtIn && (
                  <button
                    type="button"
                    className="text-button small"
                    aria-label={kit.removeOf(template.name)}
                    onClick={() => removal.remove(template.key, texts.templates.theTemplate(template.name))}
                  >
                    {kit.remove}
                  </button>
                )}
              </div>
              {open === template.key && (
                <div className="wide-row">
                  <Opened name={template.key} admin={admin} close={() => setOpen('')} />
                </div>
              )}
            </li>
          ))}
      </ul>
      <TemplateFiles />
    </div>
  );
}

/** So many versions back can be looked at and made the newest again. */
const VERSIONS_SHOWN = 50;

function Opened({ name, admin, close }: { name: string; admin: boolean; close(): void }) {
  const [version, setVersion] = useState<number | undefined>(undefined);
  const { data: newest, error } = useQuery(templateQuery(name));
  const earlier = useQuery({ ...templateQuery(name, version), enabled: version !== undefined });
  const shown = version === undefined ? newest : earlier.data;
  const failed = error ?? earlier.error;
  if (!newest || !shown) return failed ? <ProblemNote error={failed} /> : <p className="quiet">{kit.reading}</p>;
  const versions = newest.builtIn ? [] : Array.from({ length: Math.min(newest.version, VERSIONS_SHOWN) }, (_, at) => newest.version - at);
  return (
    <div className="stack">
      {versions.length > 1 && (
        <NativeSelect
          size="xs" className="narrow" label={texts.templates.version} value={version ?? newest.version}
          onChange={({ currentTarget: { value } }) => setVersion(Number(value) === newest.version ? undefined : Number(value))}
          data={versions.map((each) => ({ value: String(each), label: each === newest.version ? texts.templates.current(each) : String(each) }))}
        />
      )}
      <Document key={`${newest.version} ${shown.version}`} view={{ ...shown, version: newest.version }} earlier={version !== undefined} admin={admin} close={close} />
    </div>
  );
}

function Document({ view, earlier, admin, close }: { view: TemplateView; earlier: boolean; admin: boolean; close(): void }) {
  const cache = useQueryClient();
  const [own, setOwn] = useState(!view.builtIn);
  const [text, setText] = useState(() => JSON.stringify(view.template, null, 2));
  const [fault, setFault] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (document: { key?: string }) =>
      view.builtIn
        ? call('post', '/api/v1/templates', { text })
        : call('put', `/api/v1/templates/${part(document.key ?? view.key)}`, { text, version: view.version }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: keys.templates });
      close();
    },
  });
  const submit = () => {
    try {
      const document = JSON.parse(text) as { key?: string };
      setFault(null);
      save.mutate(document);
    } catch (error) {
      setFault((error as Error).message);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Textarea
        label={texts.templates.document}
        autosize
        minRows={8}
        maxRows={24}
        spellCheck={false}
        readOnly={!admin || !own}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fault && texts.templates.notJson(fault)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
      />
      <Refusal error={save.error} />
      {admin && (
        <div className="actions">
          {own ? (
            <Button type="submit" size="xs" loading={save.isPending}>
              {earlier ? texts.templates.restore : texts.templates.make}
            </Button>
          ) : (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                setOwn(true);
                setText(JSON.stringify({ ...view.template, key: `own-${view.key}`, type: `OWN_${String(view.template.type ?? '')}` }, null, 2));
              }}
            >
              {texts.templates.copyAsOwn}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
