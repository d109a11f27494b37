import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { alerts as alertsQuery, portfolio as portfolioQuery } from '../api/queries';
import type { Page, Severity } from '../api/types';
import { Money } from '../figures/Figure';
import { call } from '../kit/http';
import { useLive } from '../live/Live';
import { mayAct, useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrlText } from '../shell/urlState';
import { texts as common } from '../texts';
import { AlertList } from './AlertList';
import { rulesQuery, type Episode } from './api';
import { atStake } from './sentence';
import { useSettled } from './useSettled';
import { texts } from './texts';

type State = 'FIRING' | 'RESOLVED';
const SEVERITIES: Severity[] = ['CRITICAL', 'WARNING', 'INFO'];

/** Every episode that fires, worst first, and those that are over; the address holds what is shown. */
export function Inbox() {
  const [params, setParams] = useSearchParams();
  const state: State = params.get('state') === 'resolved' ? 'RESOLVED' : 'FIRING';
  const { data, error, refetch } = useQuery(alertsQuery(state));
  const older = useOlder(state, data?.nextCursor ?? null);
  // Names come from the portfolio; until it is read the key stands for the name.
  const cache = useQueryClient();
  const { paused } = useLive();
  const { data: portfolio } = useQuery(portfolioQuery(cache, paused));
  const named = (project: string) =>
    portfolio?.projects.find(({ id, key }) => id === project || key === project)?.name ?? project;
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );
  const severity = params.get('severity') ?? '';
  const [sought, seek] = useUrlText('q');
  const settled = useSettled(state, data?.items);
  const every = [...settled.shown, ...older.items];
  const shown = inOrder(state, every).filter(
    (alert) => (!severity || alert.severity === severity) && fits(alert, sought, named(alert.project)),
  );

  return (
    <>
      <div className="filters">
        <SegmentedControl
          size="xs"
          aria-label={common.alerts.all}
          value={state}
          onChange={(next) => set('state', next === 'RESOLVED' ? 'resolved' : '')}
          data={[
            { value: 'FIRING', label: common.alerts.open },
            { value: 'RESOLVED', label: common.alerts.resolved },
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label={texts.inbox.severity}
          value={severity}
          onChange={(event) => set('severity', event.currentTarget.value)}
          data={[{ value: '', label: texts.inbox.any }, ...SEVERITIES.map((value) => ({ value, label: common.alerts.severity[value] }))]}
        />
        <TextInput
          size="xs"
          type="search"
          data-search
          aria-label={texts.inbox.search}
          placeholder={texts.inbox.search}
          value={sought}
          onChange={(event) => seek(event.currentTarget.value)}
        />
      </div>
      {error && !data && <ProblemNote error={error} retry={() => void refetch()} />}
      <div aria-live="polite">
        {settled.fresh > 0 && (
          <p className="notice">
            {texts.inbox.fresh(settled.fresh)}{' '}
            <button type="button" className="text-button" onClick={settled.show}>
              {texts.inbox.showFresh}
            </button>
          </p>
        )}
      </div>
      {state === 'FIRING' && every.length > 0 && <Summary alerts={every} />}
      {data && every.length === 0 && <Empty state={state} />}
      {every.length > 0 && shown.length === 0 && (
        <p className="panel empty quiet">
          {texts.inbox.nothingFits}{' '}
          <button type="button" className="text-button" onClick={() => setParams(state === 'RESOLVED' ? { state: 'resolved' } : {}, { replace: true })}>
            {texts.inbox.showAll}
          </button>
        </p>
      )}
      {shown.length > 0 && (
        <AlertList
          alerts={shown}
          marked={params.get('alert')}
          open={(id) => set('alert', id ?? '')}
          projectName={named}
        />
      )}
      {older.error && <ProblemNote error={older.error} />}
      {older.more && (
        <Button mt="sm" size="xs" variant="default" loading={older.reading} onClick={older.read}>
          {texts.inbox.more}
        </Button>
      )}
    </>
  );
}

const fits = (alert: Episode, sought: string, project: string) =>
  [alert.name, alert.metric, alert.metricName, project].some((text) => text?.toLowerCase().includes(sought.trim().toLowerCase()));

/** What fires: the gravest first, then what fired last. What is over: the latest first. */
function inOrder(state: State, alerts: Episode[]): Episode[] {
  const time = (alert: Episode) => Date.parse((state === 'RESOLVED' && alert.resolvedAt) || alert.firedAt || alert.activeAt);
  const rank = (alert: Episode) => (state === 'FIRING' ? SEVERITIES.indexOf(alert.severity) : 0);
  return [...alerts].sort((one, other) => rank(one) - rank(other) || time(other) - time(one));
}

/** Further pages, which the stream does not keep fresh: they are history. */
function useOlder(state: State, first: string | null) {
  const [read, setRead] = useState<{ state: State; items: Episode[]; next: string | null } | null>(null);
  const [reading, setReading] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const own = read?.state === state ? read : null;
  const next = own ? own.next : first;
  return {
    items: own?.items ?? [],
    more: next !== null,
    reading,
    error,
    read: () => {
      setReading(true);
      call<Page<Episode>>('get', '/api/v1/alerts', { query: { state, cursor: next ?? undefined } })
        .then(
          (page) => setRead({ state, items: [...(own?.items ?? []), ...page.items], next: page.nextCursor }),
          (failed: Error) => setError(failed),
        )
        .finally(() => setReading(false));
    },
  };
}

function Summary({ alerts }: { alerts: Episode[] }) {
  const { sums, without } = atStake(alerts);
  const critical = alerts.filter((alert) => alert.severity === 'CRITICAL').length;
  const unseen = alerts.filter((alert) => !alert.acknowledgedAt).length;
  return (
    <div className="panel alert-summary">
      <strong>{texts.inbox.summary(alerts.length, critical, unseen)}</strong>
      <span className="spring" />
      <span title={texts.inbox.atStakeNote}>
        <span className="quiet">{texts.inbox.atStake}</span>{' '}
        {sums.map(([currency, amount]) => (
          <strong key={currency} className="num cell">
            <Money value={amount} currency={currency} digits={2} signed />{' '}
          </strong>
        ))}
        {without > 0 && <span className="quiet small">{texts.inbox.without(without)}</span>}
      </span>
    </div>
  );
}

function Empty({ state }: { state: State }) {
  const { data: rules } = useQuery(rulesQuery);
  const person = useMe();
  if (state === 'RESOLVED') return <p className="panel empty quiet">{common.alerts.noneResolved}</p>;
  return (
    <section className="panel empty">
      <h2>{texts.inbox.empty}</h2>
      <p className="quiet lead-in">{rules?.length === 0 ? texts.inbox.emptyRules : texts.inbox.emptyLead}</p>
      {mayAct(person) && (
        <div className="actions">
          <Button component={Link} to="/alerts/rules/new" size="xs">
            {texts.inbox.addRule}
          </Button>
        </div>
      )}
    </section>
  );
}
