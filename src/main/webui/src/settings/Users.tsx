import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { clockTime } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call, part } from '../kit/http';
import { Mark } from '../kit/Mark';
import { texts as kit } from '../kit/texts';
import { useLive } from '../live/Live';
import { ProblemNote } from '../shell/ProblemNote';
import { Adding, NewForm, useFields } from './Adding';
import { keys, usersQuery, type User } from './api';
import { texts } from './texts';

const ROLES = Object.entries(texts.users.roles).map(([value, label]) => ({ value, label }));

/** People: let in, given a role, locked out and let in again. */
export function Users() {
  const { data, error, refetch } = useQuery(usersQuery);
  const { clock } = useLive();
  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  return (
    <>
      <Adding lead={texts.users.lead} add={texts.users.add} form={(close) => <NewUser close={close} />} />
      <SavedTable name={texts.tabs.users}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.users.name}</th>
              <th scope="col">{texts.users.email}</th>
              <th scope="col">{texts.users.role}</th>
              <th scope="col">{texts.users.state}</th>
              <th scope="col">{texts.users.since}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.map((user) => (
              <Row key={user.id} user={user} since={clockTime(user.createdAt, clock.present())} />
            ))}
          </tbody>
        </table>
      </SavedTable>
    </>
  );
}

function Row({ user, since }: { user: User; since: string }) {
  const cache = useQueryClient();
  const change = useMutation({
    mutationFn: (body: { role?: string; disabled?: boolean }) => call('patch', `/api/v1/users/${part(user.id)}`, { body }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: keys.users }),
  });
  const locked = user.disabledAt !== null;
  return (
    <tr data-row data-user={user.email}>
      <td>
        <strong>{user.name}</strong>
        {change.isError && <ProblemNote error={change.error} />}
      </td>
      <td>{user.email}</td>
      <td data-csv={user.role}>
        <NativeSelect
          size="xs"
          aria-label={texts.users.roleOf(user.name)}
          value={user.role}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ role: event.currentTarget.value })}
          data={ROLES}
        />
      </td>
      <td>
        <Mark tone={locked ? 'off' : 'good'} text={locked ? texts.users.disabled : texts.users.active} />
      </td>
      <td className="nowrap" data-label={texts.users.since} data-csv={user.createdAt}>
        {since}
      </td>
      <td className="actions-cell">
        <button
          type="button"
          className="text-button small"
          disabled={change.isPending}
          aria-label={locked ? texts.users.enableOf(user.name) : texts.users.disableOf(user.name)}
          onClick={() => change.mutate({ disabled: !locked })}
        >
          {locked ? texts.users.enable : texts.users.disable}
        </button>
      </td>
    </tr>
  );
}

function NewUser({ close }: { close(): void }) {
  const cache = useQueryClient();
  const { fields, field } = useFields({ name: '', email: '', role: 'VIEWER', password: '' }, (): Error | null => make.error);
  const make = useMutation({
    mutationFn: () => call('post', '/api/v1/users', { body: { ...fields, name: fields.name.trim(), email: fields.email.trim() } }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: keys.users });
      close();
    },
  });
  return (
    <NewForm make={make} says={texts.users.make} close={close}>
      <TextInput className="w6" label={texts.users.name} required maxLength={200} autoComplete="off" {...field('name')} />
      <TextInput className="w6" label={texts.users.email} type="email" required autoComplete="off" {...field('email')} />
      <NativeSelect className="w6" label={texts.users.role} {...field('role')} description={texts.you.roles[fields.role]} data={ROLES} />
      <PasswordInput className="w6" label={texts.users.password} description={texts.users.passwordHelp} required autoComplete="new-password" {...field('password')} />
    </NewForm>
  );
}
