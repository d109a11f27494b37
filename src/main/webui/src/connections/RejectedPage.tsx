import { Button, Checkbox, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useSearchParams } from 'react-router';
import { clockTime, fullTime, instantsInWords } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call, part } from '../kit/http';
import { texts as kit } from '../kit/texts';
import { useLive } from '../live/Live';
import { mayAct, useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { keys, rejectedCodesQuery, rejectedQuery, type Rejected } from './api';
import { BulkReplay } from './BulkReplay';
import { texts } from './texts';

/** What the stream refused: by reason, one by one, mended and sent again. */
export function RejectedPage() {
  const person = useMe();
  const { clock } = useLive();
  const [params, setParams] = useSearchParams();
  const code = params.get('code') ?? '';
  const looked = params.get('record');
  const { data: codes } = useQuery(rejectedCodesQuery);
  const { data, error, refetch } = useQuery(rejectedQuery(code));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { columns } = texts.rejected;
  const acts = mayAct(person);
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );
  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  if (codes?.length === 0 || (data.items.length === 0 && !code)) {
    return (
      <section className="panel empty">
        <h2>{texts.rejected.none}</h2>
        <p className="quiet lead-in">{texts.rejected.noneLead}</p>
      </section>
    );
  }
  const open = data.items.filter(({ replayedAt }) => replayedAt === null);
  const choose = (ids: string[], on: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      ids.forEach((id) => (on ? after.add(id) : after.delete(id)));
      return after;
    });
  const counts = codes?.find((each) => each.code === code);
  return (
    <>
      <p className="quiet lead-in" style={{ marginBottom: 12 }}>
        {texts.rejected.lead}
      </p>
      <div className="filters actions" style={{ marginBottom: 12 }}>
        <NativeSelect
          size="xs"
          aria-label={texts.rejected.reason}
          value={code}
          onChange={(event) => {
            setChosen(new Set());
            set('code', event.currentTarget.value);
          }}
          data={[
            { value: '', label: texts.rejected.allCodes },
            ...(codes ?? []).map((each) => ({ value: each.code, label: `${each.code} (${each.open})` })),
          ]}
        />
        {counts && <span className="small quiet">{texts.rejected.open(counts.open, counts.records)}</span>}
      </div>
      <SavedTable name={texts.rejected.table}>
        <table className="data">
          <thead>
            <tr>
              {acts && (
                <th scope="col">
                  <Checkbox
                    size="xs"
                    aria-label={texts.rejected.chooseAll}
                    checked={open.length > 0 && open.every(({ id }) => chosen.has(id))}
                    onChange={(event) => choose(open.map(({ id }) => id), event.currentTarget.checked)}
                  />
                </th>
              )}
              <th scope="col">{columns.at}</th>
              <th scope="col">{columns.code}</th>
              <th scope="col">{columns.detail}</th>
              <th scope="col">{columns.origin}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.items.map((record) => (
              <Fragment key={record.id}>
                <tr data-row data-rejected={record.id}>
                  {acts && (
                    <td>
                      <Checkbox
                        size="xs"
                        aria-label={texts.rejected.chooseOf(record.detail)}
                        disabled={record.replayedAt !== null}
                        checked={chosen.has(record.id)}
                        onChange={(event) => choose([record.id], event.currentTarget.checked)}
                      />
                    </td>
                  )}
                  <td className="nowrap" title={fullTime(record.receivedAt)} data-label={columns.at} data-csv={record.receivedAt}>
                    {clockTime(record.receivedAt, clock.present())}
                  </td>
                  <td data-label={columns.code}>
                    <code>{record.code}</code>
                  </td>
                  <td className="text" data-label={columns.detail}>
                    {instantsInWords(record.detail)}
                    {record.replayedAt && <div className="small quiet">{texts.rejected.resent(clockTime(record.replayedAt, clock.present()))}</div>}
                  </td>
                  <td data-label={columns.origin}>{record.origin}</td>
                  <td className="actions-cell">
                    <button
                      type="button"
                      className="text-button small"
                      aria-expanded={looked === record.id}
                      aria-label={texts.rejected.lookOf(record.detail)}
                      onClick={() => set('record', looked === record.id ? '' : record.id)}
                    >
                      {looked === record.id ? texts.rejected.hide : texts.rejected.look}
                    </button>
                  </td>
                </tr>
                {looked === record.id && (
                  <tr>
                    <td colSpan={acts ? 6 : 5}>
                      <Mend record={record} acts={acts} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </SavedTable>
      {acts && open.length > 0 && <BulkReplay code={code} chosen={[...chosen]} done={() => setChosen(new Set())} />}
    </>
  );
}

function Mend({ record, acts }: { record: Rejected; acts: boolean }) {
  const cache = useQueryClient();
  const [text, setText] = useState(record.payload ?? '');
  const send = useMutation({
    mutationFn: () => call('post', `/api/v1/rejected/${part(record.id)}/replay`, text === record.payload ? {} : { text }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: keys.rejected }),
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      {record.payload === null && <p className="small quiet">{texts.rejected.notKept}</p>}
      {record.truncated && <p className="small loss">{texts.rejected.truncated}</p>}
      <Textarea
        label={texts.rejected.payload}
        autosize
        minRows={3}
        maxRows={20}
        spellCheck={false}
        readOnly={!acts}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      {send.isError && <ProblemNote error={send.error} />}
      {send.isSuccess && <p className="notice">{texts.rejected.sentOne}</p>}
      {acts && (
        <div>
          <Button type="submit" size="xs" variant="default" loading={send.isPending}>
            {texts.rejected.sendOne}
          </Button>
        </div>
      )}
    </form>
  );
}
