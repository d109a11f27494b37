import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { clockTime } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { Copy } from '../kit/Copy';
import { call, part } from '../kit/http';
import { violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { useRemoval } from '../kit/useRemoval';
import { useLive } from '../live/Live';
import { ProblemNote } from '../shell/ProblemNote';
import { Adding, NewForm, useFields } from './Adding';
import { keys as cacheKeys, keysQuery, type Key } from './api';
import { texts } from './texts';

/** Keys of programs: made, shown once, revoked. */
export function Keys() {
  const cache = useQueryClient();
  const { data, error, refetch } = useQuery(keysQuery);
  const removal = useRemoval(async (id) => {
    await call('delete', `/api/v1/keys/${part(id)}`);
    await cache.invalidateQueries({ queryKey: cacheKeys.keys });
  });
  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  const shown = data.filter(({ id, revokedAt }) => revokedAt !== null || !removal.hides(id));
  return (
    <>
      <Adding lead={texts.keys.lead} add={texts.keys.add} form={(close) => <NewKey close={close} />}>
        {removal.note}
      </Adding>
      {shown.length === 0 && <p className="panel empty quiet">{texts.keys.none}</p>}
      {shown.length > 0 && (
        <SavedTable name={texts.tabs.keys}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{texts.keys.name}</th>
                <th scope="col">{texts.keys.role}</th>
                <th scope="col">{texts.keys.scopes}</th>
                <th scope="col">{texts.keys.maker}</th>
                <th scope="col">{texts.keys.used}</th>
                <th scope="col">{texts.keys.until}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {shown.map((key) => (
                <Row key={key.id} of={key} revoke={() => removal.remove(key.id, texts.keys.theKey(key.name))} />
              ))}
            </tbody>
          </table>
        </SavedTable>
      )}
    </>
  );
}

function Row({ of: key, revoke }: { of: Key; revoke(): void }) {
  const { clock } = useLive();
  const present = clock.present();
  const when = (instant: string | null) => (instant ? clockTime(instant, present) : texts.keys.never);
  const over = key.expiresAt !== null && Date.parse(key.expiresAt) <= present;
  return (
    <tr data-row className={key.revokedAt ? 'quiet' : undefined}>
      <td>
        <strong>{key.name}</strong> <code className="quiet">{key.prefix}…</code>
      </td>
      <td data-label={texts.keys.role}>{texts.users.roles[key.role] ?? key.role}</td>
      <td data-label={texts.keys.scopes}>{key.scopes.length ? key.scopes.map((scope) => texts.keys.scopeNames[scope] ?? scope).join(', ') : texts.keys.everything}</td>
      <td data-label={texts.keys.maker}>{key.createdBy}</td>
      <td className="nowrap" data-label={texts.keys.used}>
        {when(key.lastUsedAt)}
      </td>
      <td className="nowrap" data-label={texts.keys.until}>
        {key.revokedAt ? texts.keys.revoked(when(key.revokedAt)) : over ? texts.keys.expired : when(key.expiresAt)}
      </td>
      <td className="actions-cell">
        {!key.revokedAt && (
          <button type="button" className="text-button small" aria-label={texts.keys.revokeOf(key.name)} onClick={revoke}>
            {texts.keys.revoke}
          </button>
        )}
      </td>
    </tr>
  );
}

function NewKey({ close }: { close(): void }) {
  const cache = useQueryClient();
  const { fields, field } = useFields({ name: '', role: 'CONTRIBUTOR', expires: '' }, (): Error | null => make.error, { expires: 'expiresAt' });
  const [scopes, setScopes] = useState<string[]>(['ingest']);
  const make = useMutation({
    mutationFn: () =>
      call<{ key: Key; secret: string }>('post', '/api/v1/keys', {
        body: {
          name: fields.name.trim(),
          role: fields.role,
          scopes,
          // The whole of its last day, wherever in the world.
          expiresAt: fields.expires ? `${fields.expires}T23:59:59Z` : null,
        },
      }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: cacheKeys.keys }),
  });
  if (make.data) {
    return (
      <div className="panel pad stack below" role="status">
        <p>{texts.keys.secret}</p>
        <Copy text={make.data.secret} name={make.data.key.name} />
        <div>
          <Button size="xs" variant="default" onClick={close}>
            {kit.close}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <NewForm make={make} says={texts.keys.make} close={close}>
      <TextInput className="w4" label={texts.keys.name} description={texts.keys.nameHelp} required maxLength={100} autoComplete="off" {...field('name')} />
      <NativeSelect className="w4" label={texts.keys.role} description={'\u00a0'} {...field('role')} data={Object.entries(texts.users.roles).map(([value, label]) => ({ value, label }))} />
      <TextInput className="w4" type="date" label={texts.keys.expires} description={texts.keys.expiresHelp} {...field('expires')} />
      <Checkbox.Group label={texts.keys.scopes} description={texts.keys.scopesHelp} value={scopes} onChange={setScopes} error={violation(make.error, 'scopes')}>
        <div className="checks" style={{ marginTop: 8 }}>
          {Object.entries(texts.keys.scopeNames).map(([value, label]) => (
            <Checkbox key={value} size="xs" value={value} label={label} />
          ))}
        </div>
      </Checkbox.Group>
    </NewForm>
  );
}
