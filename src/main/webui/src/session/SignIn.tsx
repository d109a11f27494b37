import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { client } from '../api/client';
import { ProblemNote } from '../shell/ProblemNote';
import { texts } from '../texts';

interface SignInProps {
  tenant?: string;
  done(): void;
}

/** Tenant, e-mail and password against the cookie of a session. */
export default function SignIn({ tenant = '', done }: SignInProps) {
  const [fields, setFields] = useState({ tenant, email: '', password: '' });
  const signIn = useMutation({
    mutationFn: () => client.POST('/api/v1/session', { body: fields }),
    onSuccess: done,
  });
  const field = (name: keyof typeof fields) => ({
    name,
    required: true,
    withAsterisk: false,
    value: fields[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <TextInput label={texts.session.tenant} autoComplete="organization" {...field('tenant')} data-autofocus={!tenant} />
      <TextInput label={texts.session.email} type="email" autoComplete="username" {...field('email')} data-autofocus={!!tenant} />
      <PasswordInput label={texts.session.password} autoComplete="current-password" {...field('password')} />
      {signIn.isError && <ProblemNote error={signIn.error} />}
      <Button type="submit" loading={signIn.isPending}>
        {texts.session.submit}
      </Button>
    </form>
  );
}
