import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { clockTime } from '../figures/format';
import { call, part } from '../kit/http';
import { parsed } from '../kit/numbers';
import { Refusal, violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { useRemoval } from '../kit/useRemoval';
import { useLive } from '../live/Live';
import { keys, metricNamesQuery, unfedQuery, type Connection, type Feed, type Manifest } from './api';
import { texts } from './texts';

interface FeedsProps {
  connection: Connection;
  manifest: Manifest;
  feeds: Feed[];
  manages: boolean;
}

/** Of what was seen, so many are offered: whoever sends hundreds of series knows what they are called. */
const OFFERED = 24;

/** What a connection feeds, and what was seen that nothing takes yet. */
export function Feeds({ connection, manifest, feeds, manages }: FeedsProps) {
  const cache = useQueryClient();
  const { clock } = useLive();
  const [series, setSeries] = useState('');
  const removal = useRemoval(async (id) => {
    await call('delete', `/api/v1/connections/${part(connection.id)}/feeds/${part(id)}`);
    await cache.invalidateQueries({ queryKey: keys.feeds(connection.id) });
  });
  const { data: seen = [] } = useQuery({ ...unfedQuery(connection.id), enabled: manages && manifest.series !== null });
  const shown = feeds.filter(({ id }) => !removal.hides(id));
  if (manifest.series === null) {
    return (
      <section className="section">
        <h2>{texts.one.feeds}</h2>
        <p className="quiet small">{texts.one.noFeedsNeeded}</p>
      </section>
    );
  }
  return (
    <section className="section">
      <div className="section-head">
        <h2>{texts.one.feeds}</h2>
        <span className="quiet small">{texts.one.feedsLead}</span>
      </div>
      {removal.note}
      {shown.length === 0 && <p className="quiet small" style={{ marginBottom: 8 }}>{texts.one.noFeeds}</p>}
      {shown.length > 0 && (
        <ul className="panel rows" style={{ marginBottom: 12 }}>
          {shown.map((feed) => (
            <li key={feed.id}>
              <div className="what">
                <code>{feed.series}</code> → <strong>{feed.metric}</strong>
                <div className="small quiet">
                  {[
                    feed.factor !== 1 ? `${texts.one.factor} ${feed.factor}` : null,
                    feed.cursor ? texts.one.upTo(clockTime(feed.cursor, clock.present())) : null,
                    feed.skipped > 0 ? texts.one.skipped(feed.skipped) : null,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              </div>
              {manages && (
                <button type="button" className="text-button small" aria-label={kit.removeOf(feed.series)} onClick={() => removal.remove(feed.id, texts.one.feedName(feed.series))}>
                  {kit.remove}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {manages && seen.length > 0 && (
        <div className="notice">
          <span>{texts.one.seen}:</span>
          {seen.slice(0, OFFERED).map(({ series: each }) => (
            <button key={each} type="button" className="text-button" aria-label={texts.one.bindOf(each)} onClick={() => setSeries(each)}>
              {each}
            </button>
          ))}
          {seen.length > OFFERED && <span className="quiet">{texts.one.more(seen.length - OFFERED)}</span>}
        </div>
      )}
      {manages && <FeedForm key={series} connection={connection.id} series={series} help={manifest.series} />}
    </section>
  );
}

function FeedForm({ connection, series: first, help }: { connection: string; series: string; help: string }) {
  const cache = useQueryClient();
  const { data: metrics } = useQuery(metricNamesQuery);
  const [fields, setFields] = useState({ series: first, metric: '', factor: '1' });
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setFields((before) => ({ ...before, [name]: value })),
  });
  const add = useMutation({
    mutationFn: () =>
      call<Feed>('post', `/api/v1/connections/${part(connection)}/feeds`, {
        body: { series: fields.series.trim(), metric: fields.metric, factor: parsed(fields.factor) ?? 1 },
      }),
    onSuccess: () => {
      setFields({ series: '', metric: '', factor: '1' });
      void cache.invalidateQueries({ queryKey: keys.one(connection) });
    },
  });
  if (metrics?.length === 0) {
    return (
      <p className="notice">
        {texts.one.noMetric} <Link to="/setup">{texts.one.makeMetric}</Link>
      </p>
    );
  }
  const wrong = fields.factor.trim() !== '' && parsed(fields.factor) === null ? kit.aNumber : undefined;
  return (
    <form
      className="panel pad form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) add.mutate();
      }}
    >
      <TextInput className="w6" label={texts.one.series} description={help} required {...field('series')} error={violation(add.error, 'series')} />
      <NativeSelect
        className="w4"
        label={texts.one.metric}
        required
        {...field('metric')}
        data={[{ value: '', label: '' }, ...(metrics ?? []).map(({ fullKey, name }) => ({ value: fullKey, label: `${name} · ${fullKey}` }))]}
      />
      <TextInput className="w2" label={texts.one.factor} title={texts.one.factorHelp} inputMode="decimal" {...field('factor')} error={wrong} />
      <Refusal error={add.error} />
      <div className="actions">
        <Button type="submit" size="xs" loading={add.isPending}>
          {texts.one.addFeed}
        </Button>
      </div>
    </form>
  );
}
