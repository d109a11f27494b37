import { Button, Switch } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, part } from '../kit/http';
import { Mark } from '../kit/Mark';
import { texts as kit } from '../kit/texts';
import { useRemoval } from '../kit/useRemoval';
import { ProblemNote } from '../shell/ProblemNote';
import { texts as common } from '../texts';
import { keys, type Channel } from './api';
import { ChannelForm } from './ChannelForm';
import { texts } from './texts';

/** Where people are told: each can be tried, switched off, removed. */
export function Channels({ channels, manages }: { channels: Channel[]; manages: boolean }) {
  const cache = useQueryClient();
  const [adding, add] = useDisclosure(false);
  const removal = useRemoval(async (id) => {
    await call('delete', `/api/v1/channels/${part(id)}`);
    await cache.invalidateQueries({ queryKey: keys.channels });
  });
  const shown = channels.filter(({ id }) => !removal.hides(id));
  return (
    <section>
      <div className="section-head">
        <h2>{texts.channels.title}</h2>
        <span className="quiet small">{texts.channels.lead}</span>
        <span className="spring" />
        {manages && !adding && (
          <Button size="xs" onClick={add.open}>
            {texts.channels.add}
          </Button>
        )}
      </div>
      {removal.note}
      {adding && <ChannelForm close={add.close} />}
      {shown.length === 0 && !adding && <p className="panel empty quiet">{texts.channels.none}</p>}
      {shown.length > 0 && (
        <ul className="panel rows" style={adding ? { marginTop: 12 } : undefined}>
          {shown.map((channel) => (
            <Row key={channel.id} channel={channel} manages={manages} remove={() => removal.remove(channel.id, channel.name)} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Sends a test message to a channel and says what came of it. */
export function ChannelTest({ id, name }: { id: string; name: string }) {
  const test = useMutation({ mutationFn: () => call<{ sent: boolean; detail: string }>('post', `/api/v1/channels/${part(id)}/test`) });
  return (
    <>
      <span aria-live="polite">
        {test.data && (
          <Mark tone={test.data.sent ? 'good' : 'bad'} text={test.data.sent ? texts.channels.tested : texts.channels.notSent(test.data.detail)} />
        )}
        {test.isError && <Mark tone="bad" text={texts.channels.notSent(test.error.message)} />}
      </span>
      <Button size="compact-xs" variant="default" loading={test.isPending} onClick={() => test.mutate()} aria-label={texts.channels.testOf(name)}>
        {texts.channels.test}
      </Button>
    </>
  );
}

function Row({ channel, manages, remove }: { channel: Channel; manages: boolean; remove(): void }) {
  const cache = useQueryClient();
  const turn = useMutation({
    mutationFn: (enabled: boolean) => call<Channel>('patch', `/api/v1/channels/${part(channel.id)}`, { body: { enabled } }),
    onSuccess: (now) =>
      cache.setQueryData<Channel[]>(keys.channels, (all) => all?.map((each) => (each.id === now.id ? now : each))),
  });
  return (
    <li data-channel={channel.id}>
      <div className="what">
        <span className="title">{channel.name}</span>
        <div className="small quiet">
          {texts.channels.kinds[channel.kind]} · {channel.address} · {texts.channels.andUp(common.alerts.severity[channel.minSeverity])}
          {channel.digest && ` · ${texts.channels.digests[channel.digest]}`}
        </div>
        {turn.isError && <ProblemNote error={turn.error} />}
      </div>
      {manages && (
        <div className="actions">
          <ChannelTest id={channel.id} name={channel.name} />
          <Switch
            size="xs"
            checked={channel.enabled}
            aria-label={texts.channels.switchOf(channel.name)}
            label={channel.enabled ? texts.channels.on : texts.channels.off}
            disabled={turn.isPending}
            onChange={(event) => turn.mutate(event.currentTarget.checked)}
          />
          <button type="button" className="text-button small" aria-label={kit.removeOf(channel.name)} onClick={remove}>
            {kit.remove}
          </button>
        </div>
      )}
    </li>
  );
}
