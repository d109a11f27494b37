import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { longDay } from '../figures/format';
import { call, part } from '../kit/http';
import { violation } from '../kit/Refusal';
import { PartForm } from '../project/PartForm';
import { useMayChange, useReadAgain } from '../project/useWork';
import { ProblemNote } from '../shell/ProblemNote';
import { closureQuery } from './api';
import { texts } from './texts';

const day = (date: string) => longDay(Date.parse(`${date}T12:00:00Z`));

/** The end of the project, which is not the end of its benefits. */
export function ClosureOf({ id }: { id: string }) {
  const { data, error } = useQuery(closureQuery(id));
  const changes = useMayChange();
  const again = useReadAgain(id);
  const [closing, form] = useDisclosure(false);
  const [closedOn, setClosedOn] = useState(() => new Date().toISOString().slice(0, 10));
  const [note, setNote] = useState('');
  const close = useMutation({
    mutationFn: () => call('post', `/api/v1/projects/${part(id)}/closure`, { body: { closedOn, ...(note.trim() ? { note: note.trim() } : {}) } }),
    onSuccess: async () => {
      form.close();
      await again();
    },
  });
  return (
    <section className="section">
      <h2>{texts.closure.title}</h2>
      <div className="panel pad" style={{ marginTop: 8 }}>
        {error && <ProblemNote error={error} />}
        {data && (
          <p>
            {texts.closure.closed(day(data.closedOn), day(data.measuredUntil))} {data.note && <span className="quiet">{data.note}</span>}
          </p>
        )}
        {data === null && <p className="quiet">{texts.closure.open}</p>}
        {data === null && changes && !closing && (
          <div className="actions" style={{ marginTop: 8 }}>
            <Button size="xs" variant="default" onClick={form.open}>
              {texts.closure.close}
            </Button>
          </div>
        )}
        {data === null && closing && (
          <PartForm save={close} close={form.close} says={texts.closure.confirm} send={() => close.mutate()}>
            <p className="small">{texts.closure.sure}</p>
            <TextInput className="w3" size="xs" type="date" label={texts.closure.closedOn} value={closedOn} onChange={(event) => setClosedOn(event.currentTarget.value)} error={violation(close.error, 'closedOn')} />
            <TextInput className="w8" size="xs" label={texts.closure.note} maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          </PartForm>
        )}
      </div>
    </section>
  );
}
