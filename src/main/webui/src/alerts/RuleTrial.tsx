import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Mark } from '../kit/Mark';
import { ProblemNote } from '../shell/ProblemNote';
import { tryRoutes, type Reach } from './api';
import { texts } from './texts';

/** Who would be told by the routes in force; and, on demand, a message to them that says it is a test. */
export function RuleTrial({ labels, alert }: { labels?: Record<string, string>; alert?: string }) {
  const attempt = useMutation({ mutationFn: (send: boolean) => tryRoutes({ ...(alert ? { alert } : { labels }), send }) });
  const told = attempt.data?.routes.some((route) => route.channels.some((channel) => channel.told));
  return (
    <section className="panel pad stack">
      <div>
        <h2>{texts.editor.tryTitle}</h2>
        <p className="quiet small">{texts.editor.tryLead}</p>
      </div>
      {attempt.data && <Reached reach={attempt.data} />}
      {attempt.isError && <ProblemNote error={attempt.error} />}
      <div className="actions">
        <Button size="xs" variant="default" loading={attempt.isPending && !attempt.variables} onClick={() => attempt.mutate(false)}>
          {texts.editor.tryDry}
        </Button>
        {told && (
          <Button size="xs" variant="default" loading={attempt.isPending && attempt.variables} onClick={() => attempt.mutate(true)}>
            {texts.editor.trySend}
          </Button>
        )}
      </div>
    </section>
  );
}

function Reached({ reach }: { reach: Reach }) {
  const channels = reach.routes.flatMap((route) => route.channels.map((channel) => ({ route, channel })));
  if (channels.length === 0) return <p>{texts.editor.nobody}</p>;
  return (
    <ul className="stack" aria-live="polite">
      {channels.map(({ route, channel }) => {
        const sent = reach.sent.find((each) => each.channel === channel.id);
        return (
          <li key={`${route.route}/${channel.id}`}>
            <strong>{channel.name ?? channel.id}</strong> <span className="quiet small">{texts.inbox.route(route.route)}</span>
            <div>
              {sent ? (
                <Mark tone={sent.sent ? 'good' : 'bad'} text={sent.sent ? texts.editor.sent : texts.editor.notSent(sent.detail)} />
              ) : (
                <Mark
                  tone={channel.told ? 'good' : 'off'}
                  text={channel.told ? texts.editor.told : texts.editor.notTold(channel.reason ?? route.reason ?? '')}
                />
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
