import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../kit/http';
import { ProblemNote } from '../shell/ProblemNote';
import { keys, type ReplayOutcome } from './api';
import { texts } from './texts';

const SHOWN_REFUSALS = 5;

/** Mends many records in one way, tries that without sending, and sends them again. */
export function BulkReplay({ code, chosen, done }: { code: string; chosen: string[]; done(): void }) {
  const cache = useQueryClient();
  const [field, setField] = useState('');
  const [text, setText] = useState('');
  const what = chosen.length ? texts.rejected.bulkChosen(chosen.length) : code ? texts.rejected.bulkCode(code) : texts.rejected.bulkAll;
  const replay = useMutation({
    mutationFn: ({ dryRun, cursor }: { dryRun: boolean; cursor?: string }) =>
      call<ReplayOutcome>('post', '/api/v1/rejected/replay', {
        body: {
          ...(chosen.length ? { ids: chosen } : {}),
          ...(code && !chosen.length ? { code } : {}),
          ...(field.trim() ? { set: { [field.trim()]: valueOf(text) } } : {}),
          again: false,
          dryRun,
          ...(cursor ? { cursor } : {}),
        },
      }),
    onSuccess: (_outcome, { dryRun }) => {
      if (dryRun) return;
      void cache.invalidateQueries({ queryKey: keys.rejected });
      done();
    },
  });
  const outcome = replay.data;
  return (
    <section className="section panel pad stack">
      <div>
        <h2>{texts.rejected.bulk}</h2>
        <p className="small quiet">{texts.rejected.bulkLead(what)}</p>
      </div>
      <div className="form">
        <TextInput className="w4" label={texts.rejected.setField} placeholder="metric" value={field} onChange={(event) => setField(event.currentTarget.value)} />
        <TextInput className="w4" label={texts.rejected.setTo} placeholder="cloud/cost" value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <p className="small quiet">{texts.rejected.setHelp}</p>
      </div>
      {replay.isError && <ProblemNote error={replay.error} />}
      {outcome && replay.variables && (
        <div className="notice" role="status">
          <span>{texts.rejected.outcome(outcome.matched, outcome.accepted, replay.variables.dryRun)}</span>
          {outcome.refused.length > 0 && (
            <span>
              {texts.rejected.stillRefused(outcome.refused.length)}{' '}
              {[...new Set(outcome.refused.map(({ detail }) => detail))].slice(0, SHOWN_REFUSALS).join(' ')}
            </span>
          )}
          {outcome.nextCursor && (
            <button type="button" className="text-button" onClick={() => replay.mutate({ dryRun: replay.variables.dryRun, cursor: outcome.nextCursor! })}>
              {texts.rejected.goOn}
            </button>
          )}
        </div>
      )}
      <div className="actions">
        <Button size="xs" variant="default" loading={replay.isPending && replay.variables.dryRun} onClick={() => replay.mutate({ dryRun: true })}>
          {texts.rejected.dry}
        </Button>
        <Button size="xs" loading={replay.isPending && !replay.variables.dryRun} onClick={() => replay.mutate({ dryRun: false })}>
          {texts.rejected.send}
        </Button>
      </div>
    </section>
  );
}

/** A number is sent as one; nothing takes the field away. */
function valueOf(text: string): string | number | null {
  const plain = text.trim();
  if (plain === '') return null;
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : plain;
}
