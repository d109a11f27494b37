import { Popover } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { alerts } from '../api/queries';
import { isOn, pages, type PageEntry } from '../pages';
import { useMe } from '../session/SessionGate';
import { texts } from '../texts';
import { PageLink } from './PageLink';

const PHONE = '(max-width: 760px)';

/** The pages that this person finds in the navigation. */
export function usePages(): (PageEntry & { name: string })[] {
  const { role } = useMe();
  return pages.filter(
    (page): page is PageEntry & { name: string } =>
      page.name !== undefined && (page.roles === undefined || page.roles.includes(role.toLowerCase())),
  );
}

export function Nav() {
  const { pathname } = useLocation();
  const narrow = useMediaQuery(PHONE);
  const [opened, menu] = useDisclosure(false);
  const all = usePages();
  const main = all.filter(({ place }) => place === 'bar');
  // A phone has room for the name of one page: the one that is shown, and the others behind it.
  const shown = narrow ? [] : main;
  const behind = all.filter((page) => !shown.includes(page));
  const current = behind.find((page) => isOn(page, pathname)) ?? (narrow && pathname.startsWith('/projects/') ? all[0] : undefined);
  const { data: firing } = useQuery({ ...alerts('FIRING'), enabled: narrow === true });
  const count = narrow ? (firing?.items.length ?? 0) : 0;
  return (
    <nav aria-label={texts.nav.label}>
      {shown.map((page) => (
        <NavLink key={page.path} page={page} pathname={pathname} />
      ))}
      {behind.length > 0 && (
        <Popover opened={opened} onChange={menu.set} position="bottom-start" width={220} trapFocus returnFocus withinPortal={false}>
          <Popover.Target>
            <button type="button" className="more" data-current={current !== undefined} onClick={menu.toggle}>
              {current?.name ?? texts.nav.more}
              {count > 0 && (
                <span className="count" title={texts.nav.alertsFiring(count)}>
                  {count}
                </span>
              )}
              <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
                <path d="M0 2l4 5 4-5z" fill="currentColor" />
              </svg>
            </button>
          </Popover.Target>
          <Popover.Dropdown aria-label={texts.nav.more} className="nav-menu">
            {behind.map((page) => (
              <NavLink key={page.path} page={page} pathname={pathname} onClick={menu.close} />
            ))}
          </Popover.Dropdown>
        </Popover>
      )}
    </nav>
  );
}

function NavLink({ page, pathname, onClick }: { page: PageEntry & { name: string }; pathname: string; onClick?(): void }) {
  const firing = useQuery({ ...alerts('FIRING'), enabled: page.path === '/alerts' });
  const count = page.path === '/alerts' ? (firing.data?.items.length ?? 0) : 0;
  const current = isOn(page, pathname) || (page.path === '/' && pathname.startsWith('/projects/'));
  return (
    <PageLink
      to={page.path}
      aria-current={current ? 'page' : undefined}
      aria-label={count > 0 ? texts.nav.alertsFiring(count) : undefined}
      onClick={onClick}
    >
      {page.name} {count > 0 && <span className="count">{count}</span>}
    </PageLink>
  );
}
