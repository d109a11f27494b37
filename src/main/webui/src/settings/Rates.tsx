import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { clockTime, longDay, number } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call } from '../kit/http';
import { parsed } from '../kit/numbers';
import { Refusal, violation } from '../kit/Refusal';
import { isAdmin } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useLive } from '../live/Live';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { keys, ratesQuery } from './api';
import { texts } from './texts';

/** Dated exchange rates: what is in force, and a new one from a day on. */
export function Rates() {
  const person = useMe();
  const { clock } = useLive();
  const { data, error, refetch } = useQuery(ratesQuery);
  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  return (
    <div className="stack">
      <p className="quiet lead-in">{texts.rates.lead}</p>
      {isAdmin(person) && <NewRate quote={person.tenant.currency} />}
      {data.length === 0 && <p className="panel empty quiet">{texts.rates.none}</p>}
      {data.length > 0 && (
        <SavedTable name={texts.tabs.rates} className="panel scroll narrow">
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{texts.rates.from}</th>
                <th scope="col">{texts.rates.rate}</th>
                <th scope="col">{texts.rates.recorded}</th>
              </tr>
            </thead>
            <tbody>
              {data.map((rate) => (
                <tr key={`${rate.base}/${rate.quote}/${rate.validFrom}`} data-row>
                  <td className="nowrap" data-label={texts.rates.from}>
                    {longDay(Date.parse(`${rate.validFrom}T12:00:00Z`))}
                  </td>
                  <td data-csv={`1 ${rate.base} = ${rate.rate} ${rate.quote}`}>
                    <strong>{texts.rates.sentence(rate.base, number(rate.rate), rate.quote)}</strong>
                  </td>
                  <td className="nowrap" data-label={texts.rates.recorded} data-csv={rate.recordedAt}>
                    {clockTime(rate.recordedAt, clock.present())}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </SavedTable>
      )}
    </div>
  );
}

function NewRate({ quote }: { quote: string }) {
  const cache = useQueryClient();
  const [fields, setFields] = useState({ base: '', quote, rate: '', validFrom: '' });
  const [tried, setTried] = useState(false);
  const rate = parsed(fields.rate);
  const wrong = rate === null || rate <= 0 ? texts.rates.positive : undefined;
  const put = useMutation({
    mutationFn: () =>
      call('put', '/api/v1/rates', {
        body: { base: fields.base.trim().toUpperCase(), quote: fields.quote.trim().toUpperCase(), rate, validFrom: fields.validFrom },
      }),
    onSuccess: () => {
      setFields((before) => ({ ...before, base: '', rate: '' }));
      setTried(false);
      void cache.invalidateQueries({ queryKey: keys.rates });
    },
  });
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    error: violation(put.error, name),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setFields((before) => ({ ...before, [name]: value })),
  });
  return (
    <form
      className="panel pad form narrow"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!wrong) put.mutate();
      }}
    >
      <TextInput className="w3" label={texts.rates.one} placeholder="USD" required maxLength={3} {...field('base')} />
      <TextInput className="w3" label={texts.rates.isWorth} placeholder="0.92" inputMode="decimal" required {...field('rate')} error={(tried ? wrong : undefined) ?? violation(put.error, 'rate')} />
      <TextInput className="w3" label={texts.rates.of} required maxLength={3} {...field('quote')} />
      <TextInput className="w3" type="date" label={texts.rates.from} required {...field('validFrom')} />
      <Refusal error={put.error} />
      <div className="actions">
        <Button type="submit" size="xs" loading={put.isPending}>
          {texts.rates.make}
        </Button>
      </div>
    </form>
  );
}
