import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { client } from '../api/client';
import { keys } from '../api/queries';
import type { Alert, Page } from '../api/types';
import { Money } from '../figures/Figure';
import { clockTime, duration, fullTime, number } from '../figures/format';
import { SeverityMark } from '../figures/Marks';
import { useTick } from '../live/Live';
import { mayAct, useMe } from '../session/SessionGate';
import { texts } from '../texts';

interface AlertListProps {
  alerts: Alert[];
  /** The id of the one that a link led to. */
  marked?: string | null;
  /** Left out where all are of one project. */
  showProject?: boolean;
  projectName?: (keyOrId: string) => string;
}

export function AlertList({ alerts, marked, showProject = true, projectName = (key) => key }: AlertListProps) {
  return (
    <ul className="panel">
      {alerts.map((alert) => (
        <AlertRow
          key={alert.id}
          alert={alert}
          marked={alert.id === marked}
          project={showProject ? projectName(alert.project) : null}
        />
      ))}
    </ul>
  );
}

function AlertRow({ alert, marked, project }: { alert: Alert; marked: boolean; project: string | null }) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (marked) row.current?.scrollIntoView({ block: 'center' });
  }, [marked]);
  return (
    <li ref={row} className="alert" data-marked={marked} data-alert={alert.id}>
      <SeverityMark severity={alert.severity} />
      <div className="what">
        <span className="title">{alert.name}</span>
        {project !== null && (
          <>
            {' '}
            <Link to={`/projects/${encodeURIComponent(alert.project)}?alert=${alert.id}`}>{project}</Link>
          </>
        )}
        <div className="small quiet">
          <strong>{texts.alerts.state[alert.state]}</strong> <Span alert={alert} />
          {alert.late && <span title={texts.alerts.lateWhy}> · {texts.alerts.late}</span>}
        </div>
        <div className="small quiet">
          {[
            alert.metric,
            alert.value !== null && alert.threshold !== null
              ? texts.alerts.crossing(number(alert.value), number(alert.threshold))
              : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </div>
      <div className="worth">
        {alert.currency && (
          <div className="num cell">
            <Money value={alert.worthPerHour} currency={alert.currency} digits={2} signed />
          </div>
        )}
        <div className="small quiet">{texts.alerts.worthLabel}</div>
        <Acknowledge alert={alert} />
      </div>
    </li>
  );
}

function Span({ alert }: { alert: Alert }) {
  const now = useTick();
  const from = alert.firedAt ?? alert.activeAt;
  if (alert.resolvedAt) {
    const long = duration(Date.parse(alert.resolvedAt) - Date.parse(from));
    return <>{texts.alerts.lasted(clockTime(from, now), clockTime(alert.resolvedAt, now), long)}</>;
  }
  return <span title={fullTime(from)}>{texts.alerts.since(clockTime(from, now), duration(now - Date.parse(from)))}</span>;
}

function Acknowledge({ alert }: { alert: Alert }) {
  const person = useMe();
  const cache = useQueryClient();
  const ack = useMutation({
    mutationFn: () => client.POST('/api/v1/alerts/{id}/ack', { params: { path: { id: alert.id } } }),
    onSuccess: () => {
      cache.setQueryData<Page<Alert>>(keys.alerts('FIRING'), (page) =>
        page && {
          ...page,
          items: page.items.map((other) =>
            other.id === alert.id ? { ...other, acknowledgedAt: new Date().toISOString() } : other,
          ),
        },
      );
    },
  });
  const now = Date.now();
  if (alert.acknowledgedAt) return <div className="small quiet">{texts.alerts.acknowledged(clockTime(alert.acknowledgedAt, now))}</div>;
  if (alert.state === 'RESOLVED' || !mayAct(person)) return null;
  return (
    <>
      {alert.snoozedUntil && Date.parse(alert.snoozedUntil) > now && (
        <div className="small quiet">{texts.alerts.snoozed(clockTime(alert.snoozedUntil, now))}</div>
      )}
      <Button
        size="compact-xs"
        variant="default"
        mt={4}
        loading={ack.isPending}
        onClick={() => ack.mutate()}
        aria-label={texts.alerts.ackOf(alert.name)}
      >
        {texts.alerts.ack}
      </Button>
      {ack.isError && (
        <div className="small loss" role="alert">
          {ack.error.message}
        </div>
      )}
    </>
  );
}
