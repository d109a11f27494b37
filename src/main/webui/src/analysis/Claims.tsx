import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { all, type MetricName } from '../alerts/api';
import { clockTime, number, percent } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call, part } from '../kit/http';
import { Mark } from '../kit/Mark';
import { parsed } from '../kit/numbers';
import { Refusal } from '../kit/Refusal';
import { mayContribute, mayManage } from '../kit/role';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrl } from '../shell/urlState';
import { instantIn } from '../time/moment';
import { claimsQuery, keys, type CalibratedConfidence, type Claim, type ClaimInput } from './api';
import { texts } from './texts';

/** Who claimed what of a metric, and what came of it; chosen by the address. */
export function Claims() {
  const { params, change } = useUrl();
  const metrics = useQuery({ queryKey: ['names', 'metrics'], queryFn: () => all<MetricName>('/api/v1/metrics'), staleTime: 60_000 }).data ?? [];
  const metric = params.get('metric') ?? '';
  const { data, error, refetch } = useQuery(claimsQuery(metric));
  const person = useMe();
  return (
    <section>
      <h2>{texts.claims.title}</h2>
      <div className="claims-head">
        <NativeSelect
          size="xs" label={texts.claims.metric} value={metric} onChange={(event) => change({ metric: event.currentTarget.value || null })}
          data={[{ value: '', label: texts.claims.choose }, ...metrics.map(({ id, name, fullKey }) => ({ value: id, label: `${name} (${fullKey})` }))]}
        />
      </div>
      {metric !== '' && error && <ProblemNote error={error} retry={() => void refetch()} />}
      {metric !== '' && data?.items.length === 0 && <p className="panel empty quiet">{texts.claims.none}</p>}
      {metric !== '' && data && data.items.length > 0 && <List items={data.items} />}
      {metric !== '' && data && mayContribute(person) && <NewClaim key={metric} metric={metric} calibrates={mayManage(person) && data.items.length > 0} zone={person.tenant.zone} />}
    </section>
  );
}

function List({ items }: { items: Claim[] }) {
  const { columns, comparators, ...words } = texts.claims;
  return (
    <SavedTable name={texts.claims.title}>
      <table className="data">
        <thead>
          <tr>
            {[columns.claim, columns.sure, columns.due, columns.who, columns.came].map((column) => (
              <th key={column} scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((claim) => {
            const what = claim.comparator && claim.threshold !== null ? `${comparators[claim.comparator]} ${number(claim.threshold)}` : words.between(number(claim.lower ?? 0), number(claim.upper ?? 0));
            const measured = claim.measured === null ? words.unmeasured : number(claim.measured);
            return (
              <tr key={claim.id} data-row>
                <td>{what}</td>
                <td data-label={columns.sure} data-csv={claim.confidence}>{percent(claim.confidence, { digits: 0 })}</td>
                <td data-label={columns.due} data-csv={claim.dueAt}>{clockTime(claim.dueAt, Date.now())}</td>
                <td data-label={columns.who}>{claim.claimedBy}</td>
                <td>
                  {claim.cameTrue === null ? <Mark tone="off" text={words.open} /> : <Mark tone={claim.cameTrue ? 'good' : 'bad'} text={(claim.cameTrue ? words.yes : words.no)(measured)} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </SavedTable>
  );
}

const FULL = 100;

function NewClaim({ metric, calibrates, zone }: { metric: string; calibrates: boolean; zone: string }) {
  const cache = useQueryClient();
  const [comparator, setComparator] = useState<'AT_LEAST' | 'AT_MOST'>('AT_MOST');
  const [threshold, setThreshold] = useState('');
  const [dueAt, setDueAt] = useState('');
  const [sure, setSure] = useState('80');
  const [tried, setTried] = useState(false);
  const at = `/api/v1/metrics/${part(metric)}/claims`;
  const value = parsed(threshold);
  const confidence = parsed(sure);
  const due = instantIn(dueAt, zone);
  const ready = value !== null && due !== null && confidence !== null && confidence >= 0 && confidence <= FULL;
  const claim = useMutation({
    mutationFn: () => call('post', at, { body: { comparator, threshold: value!, dueAt: due!, confidence: confidence! / FULL } satisfies ClaimInput }),
    onSuccess: () => {
      setThreshold('');
      setTried(false);
      void cache.invalidateQueries({ queryKey: keys.claims(metric) });
      void cache.invalidateQueries({ queryKey: keys.calibration });
    },
  });
  const calibrate = useMutation({ mutationFn: () => call<CalibratedConfidence>('post', `${at}/calibrated-confidence`) });
  const { claims } = texts;
  return (
    <form
      className="panel pad form"
      style={{ marginTop: 8 }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (ready) claim.mutate();
      }}
    >
      <NativeSelect
        className="w3" size="xs" label={claims.comparator} value={comparator} onChange={(event) => setComparator(event.currentTarget.value as 'AT_LEAST' | 'AT_MOST')}
        data={Object.entries(claims.comparators).map(([key, label]) => ({ value: key, label }))}
      />
      <TextInput className="w3" size="xs" label={claims.threshold} inputMode="decimal" value={threshold} onChange={(event) => setThreshold(event.currentTarget.value)} />
      <TextInput className="w3" size="xs" type="datetime-local" label={claims.dueAt} value={dueAt} onChange={(event) => setDueAt(event.currentTarget.value)} />
      <TextInput className="w3" size="xs" label={claims.confidence} inputMode="decimal" value={sure} onChange={(event) => setSure(event.currentTarget.value)} />
      {tried && !ready && <p className="small loss" role="alert">{claims.wrong}</p>}
      <Refusal error={claim.error ?? calibrate.error} />
      {calibrate.data && (
        <p className="notice" role="status">
          {claims.calibrated(percent(calibrate.data.stated), percent(calibrate.data.measured), calibrate.data.claims)}
        </p>
      )}
      <div className="actions">
        <Button type="submit" size="xs" loading={claim.isPending}>
          {claims.claim}
        </Button>
        {calibrates && (
          <Button size="xs" variant="default" loading={calibrate.isPending} onClick={() => calibrate.mutate()}>
            {claims.calibrate}
          </Button>
        )}
        <span className="small quiet">{claims.fixed}</span>
      </div>
    </form>
  );
}
