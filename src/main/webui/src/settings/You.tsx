import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { clockTime } from '../figures/format';
import { Copy } from '../kit/Copy';
import { call } from '../kit/http';
import { useLive } from '../live/Live';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { texts } from './texts';

/** Who one is here, and a token for a script run by hand. */
export function You() {
  const person = useMe();
  const { clock } = useLive();
  const draw = useMutation({ mutationFn: () => call<{ token: string; expiresAt: string }>('post', '/api/v1/token', { body: {} }) });
  const facts: [string, string, string?][] = [
    [texts.you.name, person.name],
    [texts.you.role, texts.you.roles[person.role.toUpperCase()] ?? person.role],
    [texts.you.tenant, `${person.tenant.name} (${person.tenant.key})`],
    [texts.you.zone, person.tenant.zone, texts.you.zoneNote],
    [texts.you.currency, person.tenant.currency],
    ...(person.scopes.length ? ([[texts.you.scopes, person.scopes.join(', ')]] as [string, string][]) : []),
  ];
  return (
    <div className="stack narrow">
      <dl className="panel pad facts">
        {facts.map(([label, value, note]) => (
          <div key={label}>
            <dt className="quiet">{label}</dt>
            <dd>
              {value}
              {note && <div className="small quiet">{note}</div>}
            </dd>
          </div>
        ))}
      </dl>
      <section className="panel pad stack">
        <div>
          <h2>{texts.you.tokens}</h2>
          <p className="small quiet">{texts.you.tokensLead}</p>
        </div>
        {draw.data && (
          <div>
            <Copy text={draw.data.token} name={texts.you.token} />
            <p className="small quiet">{texts.you.until(clockTime(draw.data.expiresAt, clock.present()))}</p>
          </div>
        )}
        {draw.isError && <ProblemNote error={draw.error} />}
        <div>
          <Button size="xs" variant="default" loading={draw.isPending} onClick={() => draw.mutate()}>
            {texts.you.draw}
          </Button>
        </div>
      </section>
    </div>
  );
}
