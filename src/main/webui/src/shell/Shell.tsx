import { ActionIcon } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { useCommands, type Command } from '../keys/commands';
import { toSearch, walkRows } from '../keys/rows';
import { useKeys } from '../keys/useKeys';
import { useLive } from '../live/Live';
import { texts } from '../texts';
import { AccountMenu } from './AccountMenu';
import { Announcer } from './Announcer';
import { Brand } from './Brand';
import { LinkChip } from './LinkChip';
import { Nav, usePages } from './Nav';
import { AsOf, PastBanner } from '../time/AsOf';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import { PageLink } from './PageLink';
import { useGo } from './urlState';
import { useWakeLock } from './useWakeLock';

const Palette = lazy(() => import('../keys/Palette'));
const ExplainDrawer = lazy(() => import('../explain/ExplainDrawer'));
const KeyHelp = lazy(() => import('./KeyHelp'));

/** The project whose page this is. */
const onProject = (pathname: string): string | null => {
  const match = /^\/projects\/([^/]+)/.exec(pathname);
  return match ? decodeURIComponent(match[1]!) : null;
};

/** The frame of every page: where one is, whether figures move, who one is. */
export function Shell({ children }: { children: ReactNode }) {
  const { togglePause, paused, watch } = useLive();
  const go = useGo();
  const listed = usePages();
  const [helping, help] = useDisclosure(false);
  const [finding, find] = useDisclosure(false);
  const [shortcuts, setShortcuts] = useLocalStorage({ key: 'payoff-shortcuts', defaultValue: true });

  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const explained = params.get('explain');
  const past = isPast(useMoment());
  const wall = params.has('wall') && pathname === '/';
  useWakeLock(wall);

  useEffect(() => watch([]), [watch]);
  const offered = useMemo<Command[]>(
    () => [
      ...listed.map<Command>(({ path, name, key }) => ({
        id: `go ${path}`,
        title: texts.palette.goTo(name),
        group: 'go',
        keys: key && `g ${key}`,
        run: () => go(path),
      })),
      { id: 'pause', title: paused ? texts.link.resume : texts.link.pause, group: 'view', keys: 'p', run: togglePause },
      { id: 'next', title: texts.help.next, group: 'page', keys: 'j', run: () => walkRows(1) },
      { id: 'previous', title: texts.help.previous, group: 'page', keys: 'k', run: () => walkRows(-1) },
      { id: 'search', title: texts.help.search, group: 'page', keys: '/', run: () => toSearch() || find.open() },
      { id: 'help', title: texts.help.title, group: 'view', keys: '?', run: help.open },
      { id: 'palette', title: texts.palette.title, group: 'view', run: find.open },
    ],
    [listed, go, paused, togglePause, find, help],
  );
  useCommands(offered);
  useKeys(shortcuts, find.open);

  return (
    <>
      <a className="skip" href="#content">
        {texts.nav.skip}
      </a>
      <header className="bar" hidden={wall}>
        <PageLink to="/" className="brand" aria-label={texts.product}>
          <Brand /> <span className="wide">{texts.product}</span>
        </PageLink>
        <Nav />
        <span className="spring" />
        {!past && <LinkChip />}
        <AsOf />
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
        <ActionIcon
          className="wide"
          variant="subtle"
          size="md"
          onClick={find.open}
          aria-label={texts.palette.title}
          title={`${texts.palette.title} (${texts.palette.key})`}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <circle cx="7" cy="7" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
            <path d="M10.2 10.2 14 14" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
          </svg>
        </ActionIcon>
        <AccountMenu help={help.open} />
      </header>
      <PastBanner />
      <main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        {children}
      </main>
      <Announcer />
      <Suspense fallback={null}>
        {helping && <KeyHelp close={help.close} enabled={shortcuts} enable={setShortcuts} />}
        {finding && <Palette close={find.close} />}
        {explained !== null && <ExplainDrawer figure={explained} of={params.get('of') ?? onProject(pathname)} />}
      </Suspense>
    </>
  );
}
