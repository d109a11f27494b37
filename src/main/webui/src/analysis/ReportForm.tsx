import { Button, FileInput, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client';
import { textOf } from '../kit/files';
import { Refusal } from '../kit/Refusal';
import { mayManage } from '../kit/role';
import { useMe } from '../session/SessionGate';
import { texts as shared } from '../texts';
import { keys, type Imported } from './api';
import { headOf } from './csvHead';
import { texts } from './texts';

const FIELDS = ['key', 'name', 'programme', 'budget', 'completesOn'] as const;
type Field = (typeof FIELDS)[number];
const NEEDED: readonly Field[] = ['key', 'name', 'budget'];
/** What columns are often called, so that most of the choices are made already. */
const OFTEN: Record<Field, RegExp> = { key: /^(key|id|number|code)$/i, name: /name|title|project/i, programme: /programme|program|department/i, budget: /budget|total|cost/i, completesOn: /end|complet|finish/i };
const HEAD_BYTES = 16_384;
const ERRORS_SHOWN = 10;

type Loose = (method: 'post', path: string, init: object) => Promise<{ data?: Imported }>;

/** A report's list of projects, checked before it is taken in: what growth is told from. */
export function ReportForm() {
  const { tenant } = useMe();
  const allowed = mayManage(useMe());
  const cache = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [columns, setColumns] = useState<string[]>([]);
  const [mapping, setMapping] = useState<Record<Field, string>>({ key: '', name: '', programme: '', budget: '', completesOn: '' });
  const [asOf, setAsOf] = useState('');
  const [source, setSource] = useState('');
  const [type, setType] = useState('SOFTWARE');
  const [currency, setCurrency] = useState(tenant.currency);
  const [tried, setTried] = useState(false);

  const choose = async (chosen: File | null) => {
    setFile(chosen);
    const head = chosen ? headOf(await textOf(chosen, HEAD_BYTES)) : [];
    setColumns(head);
    const taken = new Set<string>();
    const guess = (field: Field) => {
      const found = head.find((column) => !taken.has(column) && OFTEN[field].test(column)) ?? '';
      if (found) taken.add(found);
      return found;
    };
    setMapping({ key: guess('key'), name: guess('name'), programme: guess('programme'), budget: guess('budget'), completesOn: guess('completesOn') });
  };
  const ready = file !== null && asOf !== '' && NEEDED.every((field) => mapping[field] !== '');
  const send = useMutation({
    mutationFn: async (dryRun: boolean) => {
      const told = Object.fromEntries(FIELDS.filter((field) => mapping[field]).map((field) => [field, mapping[field]]));
      const query = { asOf, dryRun, mapping: JSON.stringify(told), set: JSON.stringify({ type, currency }), ...(source.trim() ? { source: source.trim() } : {}) };
      const text = await textOf(file!);
      const { data } = await (client.request as unknown as Loose)('post', '/api/v1/imports/projects', { params: { query }, body: text, bodySerializer: String, headers: { 'Content-Type': 'text/csv' } });
      return data!;
    },
    onSuccess: (taken) => {
      if (taken.dryRun) return;
      void cache.invalidateQueries({ queryKey: keys.growth });
      void cache.invalidateQueries({ queryKey: ['rollup'] });
    },
  });
  if (!allowed) return null;
  const result = send.data ?? null;
  const submit = (dryRun: boolean) => {
    setTried(true);
    if (ready) send.mutate(dryRun);
  };
  return (
    <section>
      <h2>{texts.report.title}</h2>
      <p className="small quiet lead-in below">{texts.report.lead}</p>
      <form
        className="panel pad form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit(true);
        }}
      >
        <FileInput className="w4" size="xs" label={texts.report.file} placeholder={texts.report.choose} accept=".csv,text/csv" value={file} onChange={(chosen) => void choose(chosen)} clearable error={file && columns.length === 0 ? texts.report.empty : undefined} />
        <TextInput className="w4" size="xs" type="date" label={texts.report.asOf} value={asOf} onChange={(event) => setAsOf(event.currentTarget.value)} />
        <TextInput className="w4" size="xs" label={texts.report.source} maxLength={200} value={source} onChange={(event) => setSource(event.currentTarget.value)} />
        {columns.length > 0 &&
          FIELDS.map((field) => (
            <NativeSelect
              key={field} className="w4" size="xs" label={texts.report.column(texts.report.fields[field]!)} value={mapping[field]}
              onChange={({ currentTarget: { value } }) => setMapping((before) => ({ ...before, [field]: value }))}
              data={[{ value: '', label: texts.report.noColumn }, ...columns.map((value) => ({ value, label: value }))]}
            />
          ))}
        <NativeSelect className="w4" size="xs" label={texts.report.type} value={type} onChange={(event) => setType(event.currentTarget.value)} data={Object.entries(shared.project.types).map(([value, label]) => ({ value, label }))} />
        <TextInput className="w3" size="xs" label={texts.report.currency} maxLength={3} value={currency} onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())} />
        {tried && !ready && <p className="small loss" role="alert">{texts.report.needed}</p>}
        <Refusal error={send.error} />
        {result && (
          <div role="status" className="notice">
            {(result.dryRun ? texts.report.would : texts.report.done)(result.rows, result.created, result.rejected)}
            {result.errors.slice(0, ERRORS_SHOWN).map((each) => (
              <span key={`${each.line} ${each.field}`} className="small">{texts.report.error(each.line, each.field, each.detail)}</span>
            ))}
          </div>
        )}
        <div className="actions">
          <Button type="submit" size="xs" variant={result?.dryRun ? 'default' : 'filled'} loading={send.isPending && send.variables === true}>
            {texts.report.check}
          </Button>
          {result?.dryRun && (
            <Button size="xs" loading={send.isPending && send.variables === false} onClick={() => submit(false)}>
              {texts.report.take}
            </Button>
          )}
        </div>
      </form>
    </section>
  );
}
