import { ActionIcon, Popover, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../api/client';
import { useMe } from '../session/SessionGate';
import { texts } from '../texts';

const SCHEMES: { value: MantineColorScheme; label: string }[] = [
  { value: 'light', label: texts.nav.light },
  { value: 'dark', label: texts.nav.dark },
  { value: 'auto', label: texts.nav.system },
];

/** Who one is, how the page looks, the way out. */
export function AccountMenu({ help }: { help(): void }) {
  const person = useMe();
  const cache = useQueryClient();
  const [opened, menu] = useDisclosure(false);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useMutation({
    mutationFn: () => client.DELETE('/api/v1/session'),
    onSuccess: () => {
      cache.clear();
      // A new document leaves nothing of the tenant's in memory, in this tab or on the stream.
      window.location.assign('/');
    },
  });
  return (
    <Popover opened={opened} onChange={menu.set} position="bottom-end" width={240} trapFocus returnFocus withinPortal={false}>
      <Popover.Target>
        <ActionIcon variant="subtle" size="md" aria-label={texts.nav.account} onClick={menu.toggle}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <circle cx="8" cy="5.2" r="2.9" fill="none" stroke="currentColor" strokeWidth="1.6" />
            <path d="M2.5 14c.6-3 2.7-4.4 5.5-4.4s4.9 1.4 5.5 4.4" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
          </svg>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.nav.account} className="account">
        <div>
          <strong>{person.name}</strong>
          <div className="small quiet">{person.tenant.name}</div>
          <div className="small quiet">{texts.nav.zone(person.tenant.zone)}</div>
        </div>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={texts.nav.appearance}
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
          data={SCHEMES}
        />
        <button
          type="button"
          className="text-button"
          onClick={() => {
            menu.close();
            help();
          }}
        >
          {texts.nav.help}
        </button>
        <button type="button" className="text-button" onClick={() => signOut.mutate()}>
          {texts.nav.signOut}
        </button>
        {signOut.isError && (
          <div className="small loss" role="alert">
            {signOut.error.message}
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
