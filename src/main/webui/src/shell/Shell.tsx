import { ActionIcon, Modal, Switch } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { alerts } from '../api/queries';
import { useLive } from '../live/Live';
import { texts } from '../texts';
import { AccountMenu } from './AccountMenu';
import { Announcer } from './Announcer';
import { Brand } from './Brand';
import { LinkChip } from './LinkChip';
import { useShortcuts } from './useShortcuts';

/** The frame of every page: where one is, whether figures move, who one is. */
export function Shell({ children }: { children: ReactNode }) {
  const { togglePause, paused, watch } = useLive();
  const go = useNavigate();
  const inAlerts = useLocation().pathname.startsWith('/alerts');
  const [helping, help] = useDisclosure(false);
  const [shortcuts, setShortcuts] = useLocalStorage({ key: 'payoff-shortcuts', defaultValue: true });
  const firing = useQuery(alerts('FIRING'));
  const count = firing.data?.items.length ?? 0;

  useEffect(() => watch([]), [watch]);
  useShortcuts(
    { '?': help.toggle, p: togglePause, 'g p': () => void go('/'), 'g a': () => void go('/alerts') },
    shortcuts,
  );

  return (
    <>
      <a className="skip" href="#content">
        {texts.nav.skip}
      </a>
      <header className="bar">
        <Link to="/" className="brand" aria-label={texts.product}>
          <Brand /> <span className="wide">{texts.product}</span>
        </Link>
        <nav aria-label={texts.nav.label}>
          <Link to="/" aria-current={inAlerts ? undefined : 'page'}>
            {texts.nav.portfolio}
          </Link>
          <Link
            to="/alerts"
            aria-current={inAlerts ? 'page' : undefined}
            aria-label={count > 0 ? texts.nav.alertsFiring(count) : undefined}
          >
            {texts.nav.alerts} {count > 0 && <span className="count">{count}</span>}
          </Link>
        </nav>
        <span className="spring" />
        <LinkChip />
        <ActionIcon
          variant="subtle"
          size="md"
          onClick={togglePause}
          aria-pressed={paused}
          aria-label={paused ? texts.link.resume : texts.link.pause}
          title={`${paused ? texts.link.resume : texts.link.pause} (${texts.link.pauseKey})`}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            {paused ? (
              <path d="M4 2.5 13 8l-9 5.5z" fill="currentColor" />
            ) : (
              <path d="M5 3v10M11 3v10" stroke="currentColor" strokeWidth="2" />
            )}
          </svg>
        </ActionIcon>
        <AccountMenu help={help.open} />
      </header>
      <main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        {children}
      </main>
      <Announcer />
      <Modal opened={helping} onClose={help.close} title={texts.help.title} size="sm" closeButtonProps={{ 'aria-label': texts.explain.close }}>
        <dl className="keys">
          {texts.help.rows.map(([key, what]) => (
            <div key={key} style={{ display: 'contents' }}>
              <dt>
                {key.split(' ').map((part) => (
                  <kbd key={part} style={{ marginRight: 4 }}>
                    {part}
                  </kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <Switch
          mt="md"
          label={texts.help.enabled}
          checked={shortcuts}
          onChange={(event) => setShortcuts(event.currentTarget.checked)}
        />
      </Modal>
    </>
  );
}
