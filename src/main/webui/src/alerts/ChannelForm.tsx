import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Severity } from '../api/types';
import { Copy } from '../kit/Copy';
import { call } from '../kit/http';
import { Refusal, violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { texts as common } from '../texts';
import { keys, type Channel, type ChannelKind } from './api';
import { texts } from './texts';

const SEVERITIES: Severity[] = ['INFO', 'WARNING', 'CRITICAL'];

interface ChannelFormProps {
  kind?: ChannelKind;
  /** Where only one kind fits. */
  fixed?: boolean;
  made?(channel: Channel): void;
  close?(): void;
}

/** A new channel: the fields follow its kind, secrets are asked for and never shown again. */
export function ChannelForm({ kind: first = 'SLACK', fixed = false, made, close }: ChannelFormProps) {
  const cache = useQueryClient();
  const [fields, setFields] = useState({
    kind: first as string, name: '', url: '', email: '', digest: '', slackChannel: '', botToken: '', signingSecret: '', minSeverity: 'WARNING',
  });
  const kind = fields.kind as ChannelKind;
  const add = useMutation({
    mutationFn: () => call<Channel>('post', '/api/v1/channels', { body: bodyOf(fields) }),
    onSuccess: (channel) => {
      void cache.invalidateQueries({ queryKey: keys.channels });
      made?.(channel);
      if (!channel.secret) close?.();
    },
  });
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    error: violation(add.error, name),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setFields((before) => ({ ...before, [name]: value })),
  });
  if (add.data?.secret) {
    return (
      <div className="panel pad stack">
        <p>{texts.channels.secret}</p>
        <Copy text={add.data.secret} name={add.data.name} />
        <div>
          <Button size="xs" variant="default" onClick={close}>
            {kit.close}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className="panel pad form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      {!fixed && (
        <NativeSelect className="w4" label={texts.channels.kind} {...field('kind')} data={Object.entries(texts.channels.kinds).map(([value, label]) => ({ value, label }))} />
      )}
      <TextInput className={fixed ? 'w6' : 'w4'} label={texts.channels.name} required maxLength={100} {...field('name')} />
      <NativeSelect
        className={fixed ? 'w6' : 'w4'}
        label={texts.channels.minSeverity}
        {...field('minSeverity')}
        data={SEVERITIES.map((value) => ({ value, label: texts.channels.andUp(common.alerts.severity[value]) }))}
      />
      {(kind === 'SLACK' || kind === 'WEBHOOK') && (
        <TextInput label={texts.channels.url} description={texts.channels.urlHelp[kind]} type="url" required autoComplete="off" {...field('url')} />
      )}
      {kind === 'EMAIL' && (
        <>
          <TextInput className="w6" label={texts.channels.email} type="email" required {...field('email')} />
          <NativeSelect className="w6" label={texts.channels.digest} {...field('digest')} data={Object.entries(texts.channels.digests).map(([value, label]) => ({ value, label }))} />
        </>
      )}
      {kind === 'SLACK_BOT' && (
        <>
          <TextInput className="w4" label={texts.channels.slackChannel} description={texts.channels.slackChannelHelp} required {...field('slackChannel')} />
          <PasswordInput className="w4" label={texts.channels.botToken} required autoComplete="off" {...field('botToken')} />
          <PasswordInput className="w4" label={texts.channels.signingSecret} description={texts.channels.signingSecretHelp} autoComplete="off" {...field('signingSecret')} />
        </>
      )}
      <Refusal error={add.error} />
      <div className="actions">
        <Button type="submit" size="xs" loading={add.isPending}>
          {texts.channels.make}
        </Button>
        {close && (
          <Button size="xs" variant="default" onClick={close}>
            {kit.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}

const OF_KIND: Record<ChannelKind, string[]> = {
  SLACK: ['url'],
  WEBHOOK: ['url'],
  EMAIL: ['email', 'digest'],
  SLACK_BOT: ['slackChannel', 'botToken', 'signingSecret'],
};

function bodyOf(fields: Record<string, string>): Record<string, string> {
  const names = ['name', 'kind', 'minSeverity', ...OF_KIND[fields.kind as ChannelKind]];
  return Object.fromEntries(names.map((name) => [name, fields[name]!.trim()]).filter(([, value]) => value !== '')) as Record<string, string>;
}
