import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { body, client } from '../api/client';
import { Money } from '../figures/Figure';
import { longDay, money } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call, part } from '../kit/http';
import { parsed } from '../kit/numbers';
import { Refusal, violation } from '../kit/Refusal';
import { mayContribute } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useRemoval } from '../kit/useRemoval';
import type { CostLine } from '../project/facts';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import { keys, type CostInput } from './api';
import { texts } from './texts';

const READ = 100;
const SHOWN_AT_FIRST = 8;
const STALE_MS = 60_000;

const linesQuery = (project: string) =>
  queryOptions({
    queryKey: [...keys.of(project), 'lines'],
    queryFn: () => body(client.GET('/api/v1/projects/{project}/costs', { params: { path: { project }, query: { limit: READ } } })),
    staleTime: STALE_MS,
  });

/** What was and will be spent, line by line: added by hand here, or brought by a ledger. */
export function CostLines({ id, currency }: { id: string; currency: string | undefined }) {
  const cache = useQueryClient();
  const { data, error, refetch } = useQuery(linesQuery(id));
  const changes = mayContribute(useMe()) && !isPast(useMoment());
  const [adding, add] = useDisclosure(false);
  const again = async () => {
    await cache.invalidateQueries({ queryKey: keys.of(id) });
    void cache.invalidateQueries({ queryKey: ['facts', 'planned', id] });
  };
  const removal = useRemoval(async (line) => {
    await call('delete', `/api/v1/projects/${part(id)}/costs/${part(line)}`);
    await again();
  });
  const [every, setEvery] = useState(false);
  const lines = data?.items.filter((line) => line.voidedAt === null && !removal.hides(line.id)) ?? [];
  return (
    <section className="section">
      <div className="section-head">
        <h2>{texts.lines.title}</h2>
        <span className="spring" />
        {changes && !adding && (
          <Button size="xs" onClick={add.open}>
            {texts.lines.add}
          </Button>
        )}
      </div>
      <p className="small quiet lead-in">{texts.lines.lead}</p>
      {removal.note}
      {adding && <NewLine id={id} currency={currency ?? ''} close={add.close} added={again} />}
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {data && lines.length === 0 && <p className="panel empty quiet">{texts.lines.none}</p>}
      {lines.length > 0 && (
        <SavedTable name={texts.lines.title}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{texts.lines.on}</th>
                <th scope="col">{texts.lines.category}</th>
                <th scope="col">{texts.lines.stage}</th>
                <th scope="col">{texts.lines.nature}</th>
                <th scope="col" className="num">{texts.lines.amount}</th>
                <th scope="col">{texts.lines.source}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {(every ? lines : lines.slice(0, SHOWN_AT_FIRST)).map((line) => (
                <Line key={line.id} line={line} remove={changes ? () => removal.remove(line.id, texts.lines.theLine(line.category, money(line.amount, line.currency))) : undefined} />
              ))}
            </tbody>
          </table>
        </SavedTable>
      )}
      {lines.length > SHOWN_AT_FIRST && !every && (
        <button type="button" className="text-button small" onClick={() => setEvery(true)}>
          {texts.lines.all(lines.length)}
        </button>
      )}
      {data?.nextCursor && <p className="small quiet">{texts.lines.more}</p>}
    </section>
  );
}

function Line({ line, remove }: { line: CostLine; remove: (() => void) | undefined }) {
  const { amount, currency, low, high } = line;
  return (
    <tr data-row>
      <td className="nowrap" data-csv={line.incurredOn}>{longDay(Date.parse(`${line.incurredOn}T12:00:00Z`))}</td>
      <td className="text">
        {line.category}
        {line.note && <div className="small quiet">{line.note}</div>}
      </td>
      <td data-label={texts.lines.stage}>{texts.stages[line.stage] ?? line.stage}</td>
      <td data-label={texts.lines.nature}>{line.nature ? (texts.natures[line.nature] ?? line.nature) : texts.costs.noNature}</td>
      <td className="num" data-label={texts.lines.amount} data-csv={amount}>
        <Money value={amount} currency={currency} upTo={2} />
        {low !== null && high !== null && <div className="small quiet">{texts.lines.range(money(low, currency), money(high, currency))}</div>}
      </td>
      <td className="small quiet" data-label={texts.lines.source}>{line.source}</td>
      <td className="actions-cell">
        {remove && (
          <button type="button" className="text-button small" aria-label={texts.lines.voidOf(`${line.category}, ${money(amount, currency)}`)} onClick={remove}>
            {texts.lines.void}
          </button>
        )}
      </td>
    </tr>
  );
}

const EMPTY = { amount: '', incurredOn: '', category: '', stage: 'PLANNED', nature: '', low: '', high: '', note: '' };
const NUMBERS = ['amount', 'low', 'high'] as const;

function NewLine({ id, currency, close, added }: { id: string; currency: string; close(): void; added(): Promise<void> }) {
  const [fields, setFields] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: () => {
      const { stage, nature, note } = fields;
      const [amount, low, high] = NUMBERS.map((name) => parsed(fields[name]));
      const input: CostInput = {
        amount: amount!, incurredOn: fields.incurredOn, category: fields.category.trim(), stage,
        ...(nature ? { nature } : {}), ...(low != null ? { low } : {}), ...(high != null ? { high } : {}), ...(note.trim() ? { note: note.trim() } : {}),
      };
      return call('post', `/api/v1/projects/${part(id)}/costs`, { body: input });
    },
    onSuccess: async () => {
      close();
      await added();
    },
  });
  const wrong = (name: keyof typeof EMPTY): string | undefined => {
    const number = (NUMBERS as readonly string[]).includes(name);
    const needed = name === 'amount' || name === 'incurredOn' || name === 'category';
    if (needed && fields[name].trim() === '') return kit.needed;
    return number && fields[name] !== '' && parsed(fields[name]) === null ? kit.aNumber : undefined;
  };
  const field = (name: keyof typeof EMPTY, label: string, className: string) => ({
    className, label, size: 'xs' as const, value: fields[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setFields((before) => ({ ...before, [name]: value })),
    error: (tried ? wrong(name) : undefined) ?? violation(make.error, name),
  });
  return (
    <form
      className="panel pad form below"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!(Object.keys(EMPTY) as (keyof typeof EMPTY)[]).some(wrong)) make.mutate();
      }}
    >
      <TextInput {...field('amount', `${texts.lines.amount}${currency && `, ${currency}`}`, 'w3')} inputMode="decimal" required />
      <TextInput {...field('incurredOn', texts.lines.on, 'w3')} type="date" required />
      <TextInput {...field('category', texts.lines.category, 'w6')} placeholder={texts.lines.categoryHint} required maxLength={100} />
      <NativeSelect {...field('stage', texts.lines.stage, 'w3')} data={Object.entries(texts.stages).map(([value, label]) => ({ value, label }))} />
      <NativeSelect {...field('nature', texts.lines.nature, 'w3')} data={[{ value: '', label: texts.costs.noNature }, ...Object.entries(texts.natures).map(([value, label]) => ({ value, label }))]} />
      <TextInput {...field('low', texts.lines.low, 'w3')} inputMode="decimal" />
      <TextInput {...field('high', texts.lines.high, 'w3')} inputMode="decimal" />
      <TextInput {...field('note', texts.lines.note, 'w8')} maxLength={500} />
      <Refusal error={make.error} />
      <div className="actions">
        <Button type="submit" size="xs" loading={make.isPending}>
          {texts.lines.says}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {kit.cancel}
        </Button>
      </div>
    </form>
  );
}
