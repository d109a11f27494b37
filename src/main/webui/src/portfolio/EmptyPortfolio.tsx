import { Button, CopyButton } from '@mantine/core';
import { Link } from 'react-router';
import { mayManage } from '../kit/role';
import { useMe } from '../session/SessionGate';
import { texts } from '../texts';

/** The next step, ready to paste. */
export function EmptyPortfolio() {
  const me = useMe();
  const { tenant } = me;
  const { origin } = window.location;
  const now = new Date().toISOString().slice(0, 19) + 'Z';
  const project = [
    `curl -sS ${origin}/api/v1/projects \\`,
    `  -H "Authorization: Bearer $PAYOFF_TOKEN" -H 'Content-Type: application/json' \\`,
    `  -d '{"key":"first","name":"First project","type":"INFRASTRUCTURE",`,
    `       "currency":"${tenant.currency}","goLive":"${now.slice(0, 10)}","template":"infrastructure"}'`,
  ].join('\n');
  const metric = [
    `curl -sS ${origin}/api/v1/projects/first/metrics -H "Authorization: Bearer $PAYOFF_TOKEN"`,
    `curl -sS ${origin}/api/v1/measurements \\`,
    `  -H "Authorization: Bearer $PAYOFF_TOKEN" -H 'Content-Type: application/json' \\`,
    `  -d '{"metric":"first/<metric key>","value":44000,"observedAt":"${now}"}'`,
  ].join('\n');
  return (
    <section className="panel empty">
      <h1>{texts.portfolio.empty.title}</h1>
      <p className="quiet">{texts.portfolio.empty.lead}</p>
      {mayManage(me) && (
        <p style={{ marginTop: 16 }}>
          <Button component={Link} to="/setup">
            {texts.nav.setup}
          </Button>
        </p>
      )}
      <p className="quiet" style={{ marginTop: 16 }}>
        {texts.portfolio.empty.orByHand}
      </p>
      <ol>
        <Step title={texts.portfolio.empty.first} command={project} />
        <Step title={texts.portfolio.empty.second} command={metric} />
      </ol>
      <p className="small quiet" style={{ marginTop: 16 }}>
        {texts.portfolio.empty.token}
      </p>
    </section>
  );
}

function Step({ title, command }: { title: string; command: string }) {
  return (
    <li>
      <h2>
        {title}{' '}
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <button type="button" className="text-button small" onClick={copy}>
              {copied ? texts.portfolio.empty.copied : texts.portfolio.empty.copy}
            </button>
          )}
        </CopyButton>
      </h2>
      <pre tabIndex={0}>
        <code>{command}</code>
      </pre>
    </li>
  );
}
