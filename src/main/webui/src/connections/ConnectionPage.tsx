import { Button, Switch } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate, useParams } from 'react-router';
import { Copy } from '../kit/Copy';
import { call, part } from '../kit/http';
import { Mark } from '../kit/Mark';
import { mayManage } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { mayAct, useMe } from '../session/SessionGate';
import { PageLink } from '../shell/PageLink';
import { ProblemNote } from '../shell/ProblemNote';
import { connectionQuery, deliveriesQuery, feedsQuery, helloCommand, keys, kindsQuery, type Connection, type Manifest } from './api';
import { ConnectionState } from './Catalogue';
import { Deliveries } from './Deliveries';
import { Feeds } from './Feeds';
import { FirstEvent } from './FirstEvent';
import { ManifestForm } from './ManifestForm';
import { texts } from './texts';

/** One connection: whether data comes, what it feeds, what was delivered. */
export function ConnectionPage() {
  const { id = '' } = useParams();
  const deliveries = useQuery(deliveriesQuery(id));
  const { data, error, refetch } = useQuery(connectionQuery(id, !deliveries.data?.length));
  const { data: kinds } = useQuery(kindsQuery);
  const manifest = kinds?.find(({ kind }) => kind === data?.kind);
  if (!data || !kinds) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  if (!manifest) return <ProblemNote title={texts.form.unknownKind} remedy={texts.form.unknownKindRemedy} />;
  return <Shown connection={data} manifest={manifest} />;
}

function Shown({ connection, manifest }: { connection: Connection; manifest: Manifest }) {
  const person = useMe();
  const { state } = useLocation() as { state: { generated?: Record<string, string> } | null };
  const generated = state?.generated ?? {};
  const { data: deliveries } = useQuery(deliveriesQuery(connection.id));
  const { data: feeds } = useQuery(feedsQuery(connection.id));
  const manages = mayManage(person);
  const { origin } = window.location;
  return (
    <>
      <div className="section-head">
        <PageLink to="/connections">{texts.back}</PageLink>
        <span className="quiet">/</span>
        <h2>{connection.name}</h2>
        <span className="quiet small">{manifest.title}</span>
        <ConnectionState connection={connection} way={manifest.way} />
        <span className="spring" />
        {manages && <Trial id={connection.id} />}
        {manages && <OnOff connection={connection} />}
      </div>
      {connection.lastError && connection.failures > 0 && <ProblemNote title={texts.one.lastError} remedy={connection.lastError} />}
      <FirstEvent connection={connection} manifest={manifest} deliveries={deliveries ?? []} />
      {(connection.hook || manifest.way === 'FILE') && (
        <section className="panel pad stack">
          {Object.entries(generated).map(([name, secret]) => (
            <div key={name}>
              <strong>{texts.one.secretName(manifest.fields.find((field) => field.name === name)?.title ?? name)}.</strong> {texts.one.secretOnce}
              <Copy text={secret} name={name} />
            </div>
          ))}
          {connection.hook && (
            <div>
              {texts.one.hook}
              <Copy text={`${origin}${connection.hook}`} name={texts.one.hook} />
            </div>
          )}
          {connection.kind === 'json' && connection.hook && (
            <div>
              {texts.one.hello}
              <Copy
                text={helloCommand(origin, connection.hook, generated.secret ?? 'SECRET', feeds?.[0]?.series ?? 'orders', 1, new Date().toISOString())}
                name={texts.one.helloNamed}
              />
              {!generated.secret && <p className="small quiet">{texts.one.helloSecretGone}</p>}
            </div>
          )}
          {manifest.way === 'FILE' && (
            <div>
              {texts.one.fileCommand}
              <Copy
                text={`curl -sS '${origin}/api/v1/imports/${connection.kind}?connection=${connection.id}&dryRun=true' \\\n  -H "Authorization: Bearer $PAYOFF_TOKEN" -F file=@FILE`}
                name={texts.one.file}
              />
            </div>
          )}
        </section>
      )}
      <Feeds connection={connection} manifest={manifest} feeds={feeds ?? []} manages={manages} />
      <Deliveries connection={connection.id} deliveries={deliveries ?? []} acts={mayAct(person)} />
      {manages && <Settings key={connection.version} connection={connection} manifest={manifest} />}
    </>
  );
}

function Trial({ id }: { id: string }) {
  const trial = useMutation({ mutationFn: () => call<{ ok: boolean; detail: string }>('post', `/api/v1/connections/${part(id)}/test`) });
  return (
    <>
      <span aria-live="polite">
        {trial.data && <Mark tone={trial.data.ok ? 'good' : 'bad'} text={trial.data.detail} />}
        {trial.isError && <Mark tone="bad" text={trial.error.message} />}
      </span>
      <Button size="xs" variant="default" loading={trial.isPending} onClick={() => trial.mutate()}>
        {texts.one.test}
      </Button>
    </>
  );
}

function useChange(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { name?: string; config?: Record<string, unknown>; enabled?: boolean }) =>
      call<Connection>('patch', `/api/v1/connections/${part(id)}`, { body }),
    onSuccess: (now) => {
      cache.setQueryData(keys.one(id), now);
      void cache.invalidateQueries({ queryKey: [...keys.list, 'all'] });
    },
  });
}

function OnOff({ connection }: { connection: Connection }) {
  const change = useChange(connection.id);
  return (
    <Switch
      size="md"
      checked={connection.enabled}
      disabled={change.isPending}
      aria-label={texts.one.isOn(connection.name)}
      label={connection.enabled ? texts.one.on : texts.one.off}
      onChange={(event) => change.mutate({ enabled: event.currentTarget.checked })}
    />
  );
}

function Settings({ connection, manifest }: { connection: Connection; manifest: Manifest }) {
  const cache = useQueryClient();
  const go = useNavigate();
  const change = useChange(connection.id);
  const [asking, ask] = useDisclosure(false);
  const remove = useMutation({
    mutationFn: () => call('delete', `/api/v1/connections/${part(connection.id)}`),
    onSuccess: async () => {
      await go('/connections');
      cache.removeQueries({ queryKey: keys.one(connection.id) });
      void cache.invalidateQueries({ queryKey: keys.list });
    },
  });
  return (
    <section className="section">
      <details className="panel pad">
        <summary>{texts.one.settings}</summary>
        <div style={{ marginTop: 12 }}>
          <ManifestForm
            manifest={manifest}
            present={connection}
            saving={change.isPending}
            error={change.error}
            save={(name, config) => change.mutate({ name, config })}
          />
        </div>
        <hr />
        <h3>{texts.one.removeTitle}</h3>
        <p className="small quiet">{texts.one.removeLead}</p>
        {remove.isError && <ProblemNote error={remove.error} />}
        <div className="actions" style={{ marginTop: 8 }}>
          {asking ? (
            <>
              <Button size="xs" color="red" variant="outline" loading={remove.isPending} onClick={() => remove.mutate()}>
                {texts.one.removeSure(connection.name)}
              </Button>
              <Button size="xs" variant="default" onClick={ask.close}>
                {kit.cancel}
              </Button>
            </>
          ) : (
            <Button size="xs" variant="default" onClick={ask.open}>
              {kit.remove}
            </Button>
          )}
        </div>
      </details>
    </section>
  );
}
