import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { connectionQuery, deliveriesQuery, helloCommand, type Connection, type Feed } from '../connections/api';
import { FirstEvent } from '../connections/FirstEvent';
import { money } from '../figures/format';
import { Copy } from '../kit/Copy';
import { call, part } from '../kit/http';
import { ProblemNote } from '../shell/ProblemNote';
import { firstValueQuery, type MetricView, type ProjectView } from './api';
import { texts } from './texts';
import { exampleReading } from './worth';

interface ConnectionStepProps {
  project: ProjectView;
  metric: MetricView;
  connection: string | null;
  made(id: string): void;
  next(): void;
}

/** An address for readings, the command that sends the first one, and the figure that it moves. */
export function ConnectionStep({ project, metric, connection, made, next }: ConnectionStepProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const make = useMutation({
    mutationFn: async () => {
      const body = { kind: 'json', name: texts.connection.name(project.name), config: {} };
      const created = await call<Connection>('post', '/api/v1/connections', { body });
      await call<Feed>('post', `/api/v1/connections/${part(created.id)}/feeds`, { body: { series: metric.key, metric: metric.fullKey } });
      return created;
    },
    onSuccess: (created) => {
      setSecret(created.generated?.secret ?? null);
      made(created.id);
    },
  });
  return (
    <div className="stack">
      <h2>{texts.connection.title}</h2>
      {!connection && (
        <>
          <p className="quiet lead-in">{texts.connection.lead}</p>
          {make.isError && <ProblemNote error={make.error} />}
          <div className="actions">
            <Button loading={make.isPending} onClick={() => make.mutate()}>
              {texts.connection.make}
            </Button>
            <Link to="/connections">{texts.connection.other}</Link>
          </div>
        </>
      )}
      {connection && <Waiting id={connection} secret={secret} project={project} metric={metric} />}
      <div className="actions">
        <Button variant={connection ? 'filled' : 'default'} onClick={next}>
          {connection ? texts.next : texts.skip}
        </Button>
      </div>
    </div>
  );
}

function Waiting({ id, secret, project, metric }: { id: string; secret: string | null; project: ProjectView; metric: MetricView }) {
  const { data: deliveries } = useQuery(deliveriesQuery(id));
  const { data: connection } = useQuery(connectionQuery(id, !deliveries?.length));
  const taken = deliveries?.some(({ status, readings }) => status === 'TAKEN' && readings > 0) ?? false;
  const [at] = useState(() => new Date().toISOString());
  const reading =
    metric.baseline === null || metric.target === null
      ? 1
      : exampleReading({ kind: metric.kind, baseline: metric.baseline, target: metric.target, flowPer: metric.flowPer });
  if (!connection?.hook) return null;
  return (
    <>
      <div>
        {texts.connection.send}
        <Copy text={helloCommand(window.location.origin, connection.hook, secret ?? 'SECRET', metric.key, reading, at)} name={texts.connection.sendName} />
        {!secret && <p className="small quiet">{texts.connection.secretGone}</p>}
      </div>
      <FirstEvent connection={connection} manifest={{ way: 'WEBHOOK' }} deliveries={deliveries ?? []} />
      {taken && <Moving project={project} />}
    </>
  );
}

function Moving({ project }: { project: ProjectView }) {
  const { data } = useQuery(firstValueQuery(project.key, true));
  const earning = data?.lastObserved ? data.earningPerHour : null;
  return (
    <p role="status" className="moving">
      {earning === null ? (
        texts.connection.earningUnknown
      ) : (
        <>
          <strong>{texts.connection.moving}</strong>{' '}
          {texts.connection.earning(money(earning, project.currency, { digits: 2, signed: true }))}{' '}
          <Link to={`/projects/${encodeURIComponent(project.key)}`}>{texts.connection.see}</Link>
        </>
      )}
    </p>
  );
}
