import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { parsed } from '../kit/numbers';
import { texts as kit } from '../kit/texts';
import { useUrl } from '../shell/urlState';
import { asPercent, rateWords } from './Appraisal';
import { schedulesQuery, type Money } from './api';
import { TERMS, useTerms } from './terms';
import { texts } from './texts';

/** What all figures of the page are computed by; told for this address only, nothing is stored. */
export function MoneyTerms({ money }: { money: Money | undefined }) {
  const { change } = useUrl();
  const terms = useTerms();
  const schedules = useQuery(schedulesQuery).data?.items ?? [];
  const [rate, setRate] = useState(() => asPercent(terms.rate));
  const [bias, setBias] = useState(() => asPercent(terms.optimismBias));
  const [schedule, setSchedule] = useState(terms.schedule ?? '');
  const [horizon, setHorizon] = useState(terms.horizon ?? '');
  const told = TERMS.map((name) => terms[name] ?? '').join('|');
  useEffect(() => {
    setRate(asPercent(terms.rate));
    setBias(asPercent(terms.optimismBias));
    setSchedule(terms.schedule ?? '');
    setHorizon(terms.horizon ?? '');
  }, [told]);
  const share = (text: string) => {
    const number = parsed(text);
    return number === null ? null : String(Number((number / 100).toFixed(8)));
  };
  const wrong = (text: string) => (text !== '' && parsed(text) === null ? kit.aNumber : undefined);
  return (
    <details className="panel pad terms" open={told !== '|||' || undefined}>
      <summary>
        {texts.terms.title}
        {money && <span className="small quiet"> · {texts.terms.by(money.discounting.source ?? '', rateWords(money.discounting.rate), money.horizon)}</span>}
      </summary>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong(rate) || wrong(bias)) return;
          change({ rate: schedule ? null : share(rate), schedule: schedule || null, horizon: horizon || null, optimismBias: share(bias) }, { push: true });
        }}
      >
        <TextInput className="w3" size="xs" label={texts.terms.rate} inputMode="decimal" value={rate} disabled={schedule !== ''} error={wrong(rate)} onChange={(event) => setRate(event.currentTarget.value)} />
        <NativeSelect
          className="w3" size="xs" label={texts.terms.schedule} value={schedule} onChange={(event) => setSchedule(event.currentTarget.value)}
          data={[{ value: '', label: texts.terms.noSchedule }, ...schedules.map(({ key, terms: { name } }) => ({ value: key, label: name }))]}
        />
        <TextInput className="w3" size="xs" type="date" label={texts.terms.horizon} value={horizon} onChange={(event) => setHorizon(event.currentTarget.value)} />
        <TextInput className="w3" size="xs" label={texts.terms.bias} inputMode="decimal" value={bias} error={wrong(bias)} onChange={(event) => setBias(event.currentTarget.value)} />
        <div className="actions">
          <Button type="submit" size="xs">
            {texts.terms.apply}
          </Button>
          {told !== '|||' && (
            <Button size="xs" variant="default" onClick={() => change({ rate: null, schedule: null, horizon: null, optimismBias: null }, { push: true })}>
              {texts.terms.reset}
            </Button>
          )}
          <span className="small quiet">{texts.terms.note}</span>
        </div>
      </form>
    </details>
  );
}
