import { Button, FileButton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/client';
import type { Answer } from '../api/types';
import { fileName, saveJson } from '../figures/save';
import { Copy } from '../kit/Copy';
import { textOf } from '../kit/files';
import { call } from '../kit/http';
import { Refusal } from '../kit/Refusal';
import { isAdmin, mayManage } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useRemoval } from '../kit/useRemoval';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { Adding, NewForm, useFields } from './Adding';
import { keys, signersQuery } from './api';
import { texts } from './texts';

type Imported = Answer<'/api/v1/template-catalogue', 'post'>;
const MAX_BYTES = 5_000_000;

/** One template or all of the organisation's own, as a file that is signed. */
export function ExportButton({ only, name }: { only?: string; name: string }) {
  const save = useMutation({
    mutationFn: () => call<object>('get', '/api/v1/template-catalogue', only ? { query: { key: only } } : {}),
    onSuccess: (file) => saveJson(fileName(`templates ${only ?? ''}`), JSON.stringify(file, null, 2)),
  });
  return (
    <>
      <button type="button" className="text-button small" disabled={save.isPending} aria-label={texts.catalogue.exportOf(name)} onClick={() => save.mutate()}>
        {only ? texts.catalogue.export : texts.catalogue.exportAll}
      </button>
      <Refusal error={save.error} />
    </>
  );
}

interface Chosen {
  name: string;
  text: string;
}

/** A file of templates, signed, or a single template as JSON. Of a signer that is not known, the fingerprint comes first. */
export function TemplateFiles() {
  const person = useMe();
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const take = useMutation({
    mutationFn: async ({ text, acceptUnknown }: { text: string; acceptUnknown: boolean }): Promise<Imported | null> => {
      const signed = 'signature' in (JSON.parse(text) as object);
      if (signed) return call<Imported>('post', '/api/v1/template-catalogue', { text, ...(acceptUnknown ? { query: { acceptUnknown: 'true' } } : {}) });
      await call('post', '/api/v1/templates', { text });
      return null;
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.templates }),
  });
  const read = async (file: File | null) => {
    if (!file) return;
    take.reset();
    setFault(null);
    const text = file.size > MAX_BYTES ? '' : await textOf(file);
    try {
      JSON.parse(text);
      setChosen({ name: file.name, text });
      take.mutate({ text, acceptUnknown: false });
    } catch {
      setChosen(null);
      setFault(texts.catalogue.noFile(file.name));
    }
  };
  const unknown = take.error instanceof ApiError && take.error.status === 409 ? (/[0-9a-f]{64}/.exec(take.error.message)?.[0] ?? null) : null;
  const { catalogue } = texts;
  if (!mayManage(person)) return null;
  return (
    <section className="stack section">
      <div className="actions">
        {isAdmin(person) && (
          <FileButton accept="application/json,.json" onChange={(file) => void read(file)} inputProps={{ 'aria-label': catalogue.file }}>
            {(props) => (
              <Button size="xs" variant="default" loading={take.isPending} {...props}>
                {catalogue.import}
              </Button>
            )}
          </FileButton>
        )}
        <ExportButton name={catalogue.allOwn} />
        <span className="small quiet">{catalogue.lead}</span>
      </div>
      {fault && <p className="small loss" role="alert">{fault}</p>}
      {take.error && <ProblemNote error={take.error} />}
      {unknown && chosen && (
        <div className="panel pad stack">
          <p className="small">
            {catalogue.unknown} <Copy text={unknown} name={catalogue.fingerprint} block={false} />
          </p>
          <div className="actions">
            <Button size="xs" variant="default" onClick={() => take.mutate({ text: chosen.text, acceptUnknown: true })}>
              {catalogue.once}
            </Button>
            <TrustButton fingerprint={unknown} trusted={() => take.mutate({ text: chosen.text, acceptUnknown: false })} />
          </div>
        </div>
      )}
      {take.isSuccess && (
        <p className="notice" role="status">
          {take.data
            ? catalogue.taken(take.data.signer, take.data.templates.map(({ key, version, what }) => catalogue.item(key, version, catalogue.what[what] ?? what.toLowerCase())).join(', '))
            : catalogue.made}
        </p>
      )}
      {isAdmin(person) && <Signers />}
    </section>
  );
}

function TrustButton({ fingerprint, trusted }: { fingerprint: string; trusted(): void }) {
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const trust = useMutation({
    mutationFn: () => call('post', '/api/v1/template-signers', { body: { fingerprint, name: name.trim() } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.signers });
      trusted();
    },
  });
  return (
    <>
      <TextInput size="xs" aria-label={texts.catalogue.nameOfSigner} placeholder={texts.catalogue.nameOfSigner} maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button size="xs" disabled={name.trim() === ''} loading={trust.isPending} onClick={() => trust.mutate()}>
        {texts.catalogue.trust}
      </Button>
      <Refusal error={trust.error} />
    </>
  );
}

/** Whose files are taken without a question; the organisation's own key first. */
function Signers() {
  const cache = useQueryClient();
  const { data, error } = useQuery(signersQuery);
  const removal = useRemoval(async (fingerprint) => {
    await call('delete', '/api/v1/template-signers', { query: { fingerprint } });
    await cache.invalidateQueries({ queryKey: keys.signers });
  });
  const { catalogue } = texts;
  return (
    <div style={{ marginTop: 12 }}>
      <h2>{catalogue.signers}</h2>
      <Adding lead={catalogue.signersLead} add={catalogue.addSigner} form={(close) => <NewSigner close={close} />}>
        {removal.note}
      </Adding>
      {error && <ProblemNote error={error} />}
      {data && (
        <ul className="panel rows">
          {data
            .filter(({ fingerprint }) => !removal.hides(fingerprint))
            .map(({ fingerprint, name }, at) => (
              <li key={fingerprint}>
                <div className="what">
                  <span className="title">{name}</span>
                  <div className="small quiet">
                    <Copy text={fingerprint} name={catalogue.fingerprintOf(name)} block={false} />
                  </div>
                </div>
                {at > 0 && (
                  <button type="button" className="text-button small" aria-label={kit.removeOf(name)} onClick={() => removal.remove(fingerprint, catalogue.theSigner(name))}>
                    {kit.remove}
                  </button>
                )}
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}

function NewSigner({ close }: { close(): void }) {
  const cache = useQueryClient();
  const { fields, field } = useFields({ name: '', fingerprint: '' }, (): Error | null => make.error);
  const make = useMutation({
    mutationFn: (): Promise<unknown> => call('post', '/api/v1/template-signers', { body: { name: fields.name.trim(), fingerprint: fields.fingerprint.trim().toLowerCase() } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.signers });
      close();
    },
  });
  return (
    <NewForm make={make} says={texts.catalogue.trust} close={close}>
      <TextInput className="w4" size="xs" label={texts.catalogue.nameOfSigner} required {...field('name')} />
      <TextInput className="w8" size="xs" label={texts.catalogue.fingerprint} required {...field('fingerprint')} />
    </NewForm>
  );
}
