import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, body, client } from '../api/client';
import type { Asked } from '../api/types';
import { longDay, number, percent } from '../figures/format';
import { call, part } from '../kit/http';
import { parsed } from '../kit/numbers';
import { Refusal, violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { metricDefinitions, type MetricDefinition } from '../project/facts';
import { PartForm } from '../project/PartForm';
import { useMayChange, useReadAgain } from '../project/useWork';
import { ProblemNote } from '../shell/ProblemNote';
import { texts as shared } from '../texts';
import type { Benefit } from './api';
import { texts as all } from './texts';

const texts = all.share;
const STALE_MS = 60_000;
const CLAIMS = 100;

const claimsQuery = (series: string) => ({
  queryKey: ['facts', 'claims', series],
  queryFn: () => body(client.GET('/api/v1/metrics', { params: { query: { series, limit: CLAIMS } } })),
  staleTime: STALE_MS,
});

const splitQuery = (series: string) => ({
  queryKey: ['facts', 'split', series],
  queryFn: () => body(client.GET('/api/v1/series-split', { params: { query: { series } } })),
  staleTime: STALE_MS,
});

/** How much of a change is this project's: the share, who else claims the same series, and a fair split of it. */
export function Share({ id, benefit }: { id: string; benefit: Benefit }) {
  const metric = useQuery(metricDefinitions(id)).data?.items.find((each) => each.id === benefit.metricId);
  const changes = useMayChange();
  const [editing, setEditing] = useState(false);
  if (!metric) return null;
  if (editing && changes) return <ShareForm id={id} metric={metric} close={() => setEditing(false)} />;
  return (
    <div>
      <div className="section-head">
        <h3>{texts.title}</h3>
        {changes && (
          <Button size="compact-xs" variant="default" onClick={() => setEditing(true)}>
            {texts.change}
          </Button>
        )}
      </div>
      <p className="small">
        {metric.series ? texts.ofSeries(percent(metric.share, { digits: 0 }), metric.series) : texts.ofOwn(percent(metric.share, { digits: 0 }))}
      </p>
      {metric.series ? <Claims id={id} series={metric.series} /> : <p className="small quiet">{texts.noSeries}</p>}
    </div>
  );
}

function ShareForm({ id, metric, close }: { id: string; metric: MetricDefinition; close(): void }) {
  const again = useReadAgain(id);
  const [share, setShare] = useState(String(metric.share * 100));
  const [series, setSeries] = useState(metric.series ?? '');
  const told = parsed(share);
  const save = useMutation({
    mutationFn: () => call('patch', `/api/v1/metrics/${part(metric.id)}`, { body: { share: told! / 100, series: series.trim() || null }, version: metric.version }),
    onSuccess: async () => {
      await again();
      close();
    },
  });
  return (
    <PartForm save={save} close={close} send={() => told !== null && save.mutate()}>
      <TextInput
        className="w4" size="xs" label={texts.percent} inputMode="decimal" value={share} onChange={(event) => setShare(event.currentTarget.value)}
        error={told === null ? kit.aNumber : violation(save.error, 'share')}
      />
      <TextInput
        className="w8" size="xs" label={texts.series} placeholder={texts.seriesHint} maxLength={200} value={series} onChange={(event) => setSeries(event.currentTarget.value)}
        error={violation(save.error, 'series')}
      />
    </PartForm>
  );
}

/** A claim's share as it is to be put in force, against the version that was read. */
type Wanted = Asked<'/api/v1/series-shares', 'put'>['shares'][number];

function Claims({ id, series }: { id: string; series: string }) {
  const claims = useQuery(claimsQuery(series)).data?.items;
  const changes = useMayChange();
  const [asked, setAsked] = useState(false);
  const split = useQuery({ ...splitQuery(series), enabled: asked, retry: false });
  const again = useReadAgain(id);
  const proposed = split.data?.steps.filter(({ share }) => share !== null) ?? [];
  const [former, setFormer] = useState<Wanted[]>([]);
  // All of them or none: a share that rises waits for the one that falls.
  const put = useMutation({
    mutationFn: (shares: Wanted[]) => body(client.PUT('/api/v1/series-shares', { body: { series, shares } })),
    onSettled: () => again(),
  });
  const take = () => {
    const now = new Map(claims?.map((claim) => [claim.fullKey, claim]));
    const changed = proposed.flatMap(({ metric, share }) => {
      const claim = now.get(metric);
      return claim && claim.share !== share ? [{ claim, share: share! }] : [];
    });
    if (changed.length === 0) {
      setAsked(false);
      return;
    }
    put.mutate(changed.map(({ claim, share }) => ({ metric: claim.id, share, version: claim.version })), {
      onSuccess: ({ metrics }) => {
        setAsked(false);
        // To be taken back only as long as nobody else has changed them meanwhile.
        setFormer(changed.map(({ claim }) => ({ metric: claim.id, share: claim.share, version: metrics.find(({ id: of }) => of === claim.id)!.version })));
      },
    });
  };
  if (!claims) return null;
  const total = claims.reduce((sum, { share }) => sum + share, 0);
  const proposal = new Map(split.data?.steps.map((step) => [step.metric, step]));
  return (
    <>
      <table className="data claims">
        <caption className="visually-hidden">{texts.claims(series)}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.claimant}</th>
            <th scope="col" className="num">{texts.now}</th>
            {split.data && <th scope="col" className="num">{texts.gain}</th>}
            {split.data && <th scope="col" className="num">{texts.proposed}</th>}
          </tr>
        </thead>
        <tbody>
          {claims.map((claim) => {
            const step = proposal.get(claim.fullKey);
            return (
              <tr key={claim.id}>
                <td>
                  {claim.name} <span className="small quiet">· {claim.fullKey.slice(0, claim.fullKey.indexOf('/'))}{step ? `, ${texts.since(longDay(Date.parse(step.from)))}` : ''}</span>
                </td>
                <td className="num" data-label={texts.now} data-csv={claim.share}>{percent(claim.share, { digits: 1 })}</td>
                {split.data && <td className="num" data-label={texts.gain} data-csv={step?.gain ?? ''}>{step?.gain == null ? shared.unknown : number(step.gain, claim.unit)}</td>}
                {split.data && <td className="num" data-label={texts.proposed} data-csv={step?.share ?? ''}>{step?.share == null ? shared.unknown : percent(step.share, { digits: 1 })}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="small quiet">{texts.sum(percent(total, { digits: 1 }))}</p>
      {split.data?.reason && <p className="small quiet">{split.data.reason}</p>}
      {split.error && <Refused error={split.error} />}
      <Refusal error={put.error} />
      {former.length > 0 && !asked && (
        <p className="small" role="status">
          {texts.taken}{' '}
          <button type="button" className="text-button small" disabled={put.isPending} onClick={() => put.mutate(former, { onSuccess: () => setFormer([]) })}>
            {kit.undo}
          </button>
        </p>
      )}
      {changes && (
        <div className="actions" style={{ marginTop: 4 }}>
          {!asked && (
            <Button size="compact-xs" variant="default" onClick={() => setAsked(true)}>
              {texts.propose}
            </Button>
          )}
          {asked && proposed.length > 0 && (
            <Button size="compact-xs" loading={put.isPending} onClick={take}>
              {texts.take}
            </Button>
          )}
          {asked && (
            <Button size="compact-xs" variant="default" onClick={() => setAsked(false)}>
              {kit.cancel}
            </Button>
          )}
        </div>
      )}
      {asked && proposed.length > 0 && <p className="small quiet">{texts.how}</p>}
    </>
  );
}

/** That there is no order to split by is an answer, not a fault. */
function Refused({ error }: { error: Error }) {
  if (error instanceof ApiError && error.status === 409) return <p className="small quiet">{error.problem?.detail} {error.problem?.remedy}</p>;
  return <ProblemNote error={error} />;
}
