import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { clockTime, day, monthName } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call } from '../kit/http';
import { Refusal, violation } from '../kit/Refusal';
import { isAdmin } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useLive } from '../live/Live';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { fieldIn } from '../time/moment';
import { calendarQuery, keys, type Calendar as Kept } from './api';
import { fiscalYear, type CalendarTerms } from './fiscal';
import { texts } from './texts';

const MONTHS = Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1), label: monthName(at + 1) }));
const named = (value: boolean) => (value ? 'end' : 'start');
const NAMED = (['start', 'end'] as const).map((value) => ({ value, label: texts.calendar.namedAfter[value] }));

/** When the organisation's fiscal years begin, and what they are called. */
export function Calendar() {
  const { data, error, refetch } = useQuery(calendarQuery);
  const admin = isAdmin(useMe());
  const [draft, setDraft] = useState<CalendarTerms | null>(null);
  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  return (
    <div className="stack">
      <p className="quiet lead-in">{texts.calendar.lead}</p>
      {admin && <Form kept={data} draft={draft} change={setDraft} />}
      <Year terms={draft ?? data.terms} draft={draft !== null} />
      <p className="small quiet">{admin ? null : texts.calendar.adminsChange} <Since kept={data} /></p>
    </div>
  );
}

function Since({ kept }: { kept: Kept }) {
  const { clock } = useLive();
  if (kept.builtIn || kept.knownFrom === null) return texts.calendar.builtIn;
  return texts.calendar.version(kept.version, clockTime(kept.knownFrom, clock.present()));
}

/** The year that today lies in, by what is in force or by what is being written. */
function Year({ terms, draft }: { terms: CalendarTerms; draft: boolean }) {
  const { clock } = useLive();
  const today = fieldIn(clock.present(), useMe().tenant.zone).slice(0, 10);
  const { year, quarters } = fiscalYear(terms, today);
  const on = (date: string) => `${day(Date.parse(`${date}T12:00:00Z`))} ${date.slice(0, 4)}`;
  const said = draft ? texts.calendar.wouldBe(year.label) : texts.calendar.is(year.label);
  return (
    <div data-draft={draft}>
    <SavedTable name={texts.tabs.calendar} className="panel scroll narrow">
      <p className="pad small quiet" aria-hidden="true">{said}</p>
      <table className="data">
        <caption className="visually-hidden">{said}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.calendar.period}</th>
            <th scope="col">{texts.calendar.from}</th>
            <th scope="col">{texts.calendar.until}</th>
          </tr>
        </thead>
        <tbody>
          {[...quarters, year].map((span) => (
            <tr key={span.label} data-row>
              <td className="nowrap">
                <strong>{span.label}</strong>
                {span !== year && span.from <= today && today <= span.until && <span className="small quiet"> · {texts.calendar.today}</span>}
              </td>
              <td className="nowrap" data-label={texts.calendar.from}>{on(span.from)}</td>
              <td className="nowrap" data-label={texts.calendar.until}>{on(span.until)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </SavedTable>
    </div>
  );
}

function Form({ kept, draft, change }: { kept: Kept; draft: CalendarTerms | null; change(next: CalendarTerms | null): void }) {
  const cache = useQueryClient();
  const terms = draft ?? kept.terms;
  const put = useMutation({
    mutationFn: () => call<Kept>('put', '/api/v1/fiscal-calendar', { body: { ...terms, label: terms.label.trim() } }),
    onSuccess: (saved) => {
      cache.setQueryData(keys.calendar, saved);
      change(null);
    },
  });
  const set = (part: Partial<CalendarTerms>) => change({ ...terms, ...part });
  return (
    <form
      className="panel pad form narrow"
      onSubmit={(event) => {
        event.preventDefault();
        put.mutate();
      }}
    >
      <NativeSelect className="w4" label={texts.calendar.firstMonth} value={String(terms.firstMonth)} data={MONTHS} error={violation(put.error, 'firstMonth')} onChange={(event) => set({ firstMonth: Number(event.currentTarget.value) })} />
      <NativeSelect className="w4" label={texts.calendar.named} value={named(terms.namedByEnd)} data={NAMED} error={violation(put.error, 'namedByEnd')} onChange={(event) => set({ namedByEnd: event.currentTarget.value === 'end' })} />
      <TextInput className="w4" label={texts.calendar.label} description={texts.calendar.labelHelp} inputWrapperOrder={['label', 'input', 'description', 'error']} required maxLength={30} autoComplete="off" value={terms.label} error={violation(put.error, 'label')} onChange={(event) => set({ label: event.currentTarget.value })} />
      <Refusal error={put.error} />
      <div className="actions">
        <Button type="submit" size="xs" loading={put.isPending} disabled={draft === null}>
          {texts.calendar.save}
        </Button>
        {draft !== null && (
          <Button size="xs" variant="default" onClick={() => { put.reset(); change(null); }}>
            {kit.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}
