import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { keys as liveKeys } from '../api/queries';
import type { Alert, Page } from '../api/types';
import { clockTime } from '../figures/format';
import { inWords } from '../kit/durations';
import { mayAct, useMe } from '../session/SessionGate';
import { texts as common } from '../texts';
import { ack, keys, snooze, unack, type Episode } from './api';
import { texts } from './texts';

const SNOOZES = ['PT1H', 'PT4H', 'PT24H', 'PT168H'];

/** Lays a change over an alert wherever it is shown, at once; what was there comes back for undoing. */
export function layOver(cache: QueryClient, id: string, change: Partial<Episode>): void {
  cache.setQueriesData<Page<Alert>>({ queryKey: liveKeys.alerts('FIRING').slice(0, 2) }, (page) =>
    page?.items ? { ...page, items: page.items.map((other) => (other.id === id ? { ...other, ...change } : other)) } : page,
  );
}

/** What a person does with an alert: acknowledge, and take that back; snooze; silence its like. */
export function AlertActions({ alert }: { alert: Episode }) {
  const person = useMe();
  const cache = useQueryClient();
  const go = useNavigate();
  const { id, name } = alert;
  const change = useMutation({
    mutationFn: (act: { now: Partial<Episode>; call: () => Promise<unknown> }) => act.call(),
    // Shown before the server has said so: each of these is safe to take back.
    onMutate: ({ now }) => {
      const before = Object.fromEntries(Object.keys(now).map((field) => [field, alert[field as keyof Episode] ?? null]));
      layOver(cache, id, now);
      return before as Partial<Episode>;
    },
    onError: (_error, _act, before) => before && layOver(cache, id, before),
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.decisions(id) }),
  });
  // Who acknowledges by the keyboard stays where they are: the button gives its place to the one that takes it back.
  const undo = useRef<HTMLButtonElement>(null);
  const acting = useRef(false);
  useEffect(() => {
    if (alert.acknowledgedAt && acting.current) undo.current?.focus();
    acting.current = false;
  }, [alert.acknowledgedAt]);
  const now = Date.now();
  const snoozed = alert.snoozedUntil && Date.parse(alert.snoozedUntil) > now ? alert.snoozedUntil : null;
  const mine = mayAct(person) && alert.state !== 'RESOLVED';

  return (
    <div className="alert-actions">
      {alert.acknowledgedAt && (
        <div className="small quiet">
          {common.alerts.acknowledged(clockTime(alert.acknowledgedAt, now))}
          {alert.acknowledgedBy && ` ${texts.inbox.by(alert.acknowledgedBy)}`}{' '}
          {mine && (
            <button
              ref={undo}
              type="button"
              className="text-button small"
              aria-label={texts.inbox.undoAckOf(name)}
              onClick={() => change.mutate({ now: { acknowledgedAt: null, acknowledgedBy: null }, call: () => unack(id) })}
            >
              {texts.inbox.undoAck}
            </button>
          )}
        </div>
      )}
      {snoozed && <div className="small quiet">{common.alerts.snoozed(clockTime(snoozed, now))}</div>}
      {mine && (
        <div className="actions">
          {!alert.acknowledgedAt && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={common.alerts.ackOf(name)}
              onClick={() => {
                acting.current = true;
                change.mutate({
                  now: { acknowledgedAt: new Date().toISOString(), acknowledgedBy: person.name },
                  call: () => ack(id),
                });
              }}
            >
              {common.alerts.ack}
            </Button>
          )}
          <Menu position="bottom-end" withinPortal={false}>
            <Menu.Target>
              <Button size="compact-xs" variant="default" aria-label={texts.inbox.snoozeOf(name)}>
                {texts.inbox.snooze}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{texts.inbox.snoozeFor}</Menu.Label>
              {SNOOZES.map((length) => (
                <Menu.Item
                  key={length}
                  onClick={() =>
                    change.mutate({
                      now: { snoozedUntil: new Date(Date.now() + hours(length) * 3_600_000).toISOString() },
                      call: () => snooze(id, length),
                    })
                  }
                >
                  {inWords(length)}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => void go(`/alerts/silences?project=${encodeURIComponent(alert.project)}&rule=${alert.rule}`)}>
                {texts.inbox.silence}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
      {change.isError && (
        <div className="small loss" role="alert">
          {change.error.message}
        </div>
      )}
    </div>
  );
}

const hours = (length: string) => Number(/\d+/.exec(length)![0]);
