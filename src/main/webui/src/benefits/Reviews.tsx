import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { longDay } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call, part } from '../kit/http';
import { Mark } from '../kit/Mark';
import { PartForm } from '../project/PartForm';
import { useMayChange, useReadAgain } from '../project/useWork';
import { useParams } from 'react-router';
import type { Benefit, Held, Review } from './api';
import { texts } from './texts';

/** Reviews further off than these are told by the profile's years; a table of them helps nobody. */
const SHOWN = 8;

interface Planned {
  benefit: Benefit;
  review: Review;
}

const labelOf = ({ label }: Review) => texts.due.labels[label] ?? texts.due.agreed;
const day = (date: string) => longDay(Date.parse(`${date}T12:00:00Z`));

/** When benefits are looked at again, the overdue first; what was held is behind them. */
export function Reviews({ items }: { items: Benefit[] }) {
  const changes = useMayChange();
  const [holding, setHolding] = useState<string | null>(null);
  const every: Planned[] = items.flatMap((benefit) => benefit.reviews.map((review) => ({ benefit, review })));
  const open = every.filter(({ review }) => review.heldOn === null).sort((a, b) => a.review.dueOn.localeCompare(b.review.dueOn));
  const held = every.filter(({ review }) => review.heldOn !== null).sort((a, b) => b.review.heldOn!.localeCompare(a.review.heldOn!));
  const rows = [...open.slice(0, SHOWN), ...held];
  const name = ({ benefit }: Planned) => benefit.profile?.title ?? benefit.name;
  const idOf = ({ benefit, review }: Planned) => `${benefit.metricId} ${review.label}`;
  return (
    <section className="section">
      <div className="section-head">
        <h2>{texts.due.title}</h2>
        {held.length > 0 && <span className="small quiet">{texts.due.earlier(held.length)}</span>}
      </div>
      {rows.length === 0 ? (
        <p className="panel empty quiet">{texts.due.none}</p>
      ) : (
        <SavedTable name={texts.due.title}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{texts.due.columns.when}</th>
                <th scope="col">{texts.due.columns.benefit}</th>
                <th scope="col">{texts.due.columns.review}</th>
                <th scope="col">{texts.due.columns.state}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) =>
                holding === idOf(row) ? (
                  <tr key={idOf(row)}>
                    <td colSpan={5}>
                      <Hold planned={row} name={name(row)} close={() => setHolding(null)} />
                    </td>
                  </tr>
                ) : (
                  <tr key={idOf(row)} data-row>
                    <td className="nowrap" data-csv={row.review.dueOn}>{day(row.review.dueOn)}</td>
                    <td className="text">{name(row)}</td>
                    <td>{labelOf(row.review)}</td>
                    <td>
                      <StateOf review={row.review} />
                    </td>
                    <td className="actions-cell">
                      {changes && row.review.heldOn === null && row.benefit.profile && (
                        <button type="button" className="text-button small" aria-label={texts.due.holdOf(labelOf(row.review), name(row))} onClick={() => setHolding(idOf(row))}>
                          {texts.due.hold}
                        </button>
                      )}
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </SavedTable>
      )}
    </section>
  );
}

function StateOf({ review: { heldOn, outcome, overdue } }: { review: Review }) {
  if (heldOn !== null) {
    const good = outcome === 'CONFIRMED' || outcome === 'ADJUSTED';
    return <Mark tone={good ? 'good' : 'bad'} text={`${texts.due.held(day(heldOn))}${outcome ? `: ${texts.outcomes[outcome] ?? outcome}` : ''}`} />;
  }
  return <Mark tone={overdue ? 'bad' : 'off'} text={overdue ? texts.due.overdue : texts.due.planned} />;
}

function Hold({ planned: { benefit, review }, name, close }: { planned: Planned; name: string; close(): void }) {
  const { id = '' } = useParams();
  const again = useReadAgain(id);
  const [outcome, setOutcome] = useState('CONFIRMED');
  const [note, setNote] = useState('');
  const save = useMutation({
    mutationFn: () => {
      const body: Held = { label: review.label, outcome: outcome as Held['outcome'], ...(note.trim() ? { note: note.trim() } : {}) };
      return call('post', `/api/v1/metrics/${part(benefit.metricId)}/benefit/reviews`, { body });
    },
    onSuccess: async () => {
      await again();
      close();
    },
  });
  return (
    <PartForm save={save} close={close} says={texts.due.hold} send={() => save.mutate()}>
      <p className="small">
        {name}, {labelOf(review)}
      </p>
      <NativeSelect
        className="w3" size="xs" label={texts.due.outcome} value={outcome} onChange={(event) => setOutcome(event.currentTarget.value)}
        data={Object.entries(texts.outcomes).map(([value, label]) => ({ value, label }))}
      />
      <TextInput className="w8" size="xs" label={texts.due.note} maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
    </PartForm>
  );
}
