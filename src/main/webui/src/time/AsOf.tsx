import { Button, Popover, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { clockTime } from '../figures/format';
import { useCommands } from '../keys/commands';
import { useMe } from '../session/SessionGate';
import { useUrl } from '../shell/urlState';
import { texts } from '../texts';
import { fieldIn, instantIn, isPast } from './moment';
import { useMoment } from './useMoment';

/** Turns every page back in either time; the address holds where to. */
export function AsOf() {
  const [opened, popover] = useDisclosure(false);
  const past = isPast(useMoment());
  useCommands([{ id: 'as-of', title: texts.time.turnBack, group: 'view', keys: 't', run: popover.open }]);
  return (
    <Popover opened={opened} onChange={popover.set} position="bottom-end" width={300} trapFocus returnFocus withinPortal={false}>
      <Popover.Target>
        <button type="button" className="as-of" data-past={past} onClick={popover.toggle} aria-label={texts.time.turnBack} title={`${texts.time.turnBack} (t)`}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M3 3.2v3h3" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
            <path d="M3.3 6A5.6 5.6 0 1 1 2.6 9" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
            <path d="M8.2 5.4v3l2 1.4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.time.turnBack}>
        {opened && <Fields done={popover.close} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Fields({ done }: { done(): void }) {
  const { tenant } = useMe();
  const { zone } = tenant;
  const moment = useMoment();
  const { change } = useUrl();
  const field = (instant: string | null) => (instant ? fieldIn(Date.parse(instant), zone) : '');
  const [asOf, setAsOf] = useState(field(moment.asOf));
  const [known, setKnown] = useState(field(moment.asKnownAt));
  const now = Date.now();
  const wrong = (text: string): string | undefined => {
    if (text === '') return undefined;
    const instant = instantIn(text, zone);
    if (instant === null) return texts.time.invalid;
    return Date.parse(instant) > now ? texts.time.future : undefined;
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (wrong(asOf) || wrong(known)) return;
    change({ asOf: asOf === '' ? null : instantIn(asOf, zone), asKnownAt: known === '' ? null : instantIn(known, zone) }, { push: true });
    done();
  };
  return (
    <form className="as-of-fields" onSubmit={submit}>
      <TextInput
        type="datetime-local" size="sm" label={texts.time.asOf} description={texts.time.asOfHelp} error={wrong(asOf)}
        value={asOf} onChange={(event) => setAsOf(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local" size="sm" label={texts.time.asKnownAt} description={texts.time.asKnownAtHelp} error={wrong(known)}
        value={known} onChange={(event) => setKnown(event.currentTarget.value)}
      />
      <div className="small quiet">{texts.time.zone(zone)}</div>
      <div className="as-of-buttons">
        <Button type="submit" size="xs" disabled={asOf === '' && known === '' && !isPast(moment)}>
          {texts.time.apply}
        </Button>
        {isPast(moment) && (
          <Button
            variant="default" size="xs"
            onClick={() => {
              change({ asOf: null, asKnownAt: null }, { push: true });
              done();
            }}
          >
            {texts.time.backToNow}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Says, on every page, that it does not show the present. */
export function PastBanner() {
  const moment = useMoment();
  const { change } = useUrl();
  const { tenant } = useMe();
  if (!isPast(moment)) return null;
  const time = (instant: string) => `${clockTime(instant, Date.now())} ${texts.time.zone(tenant.zone)}`;
  return (
    <div className="past-banner" role="status">
      <span>
        {moment.asOf && <strong>{texts.time.bannerAsOf(time(moment.asOf))} </strong>}
        {moment.asKnownAt && <strong>{texts.time.bannerKnown(time(moment.asKnownAt))} </strong>}
        {texts.time.bannerStill}
      </span>
      <button type="button" className="text-button" onClick={() => change({ asOf: null, asKnownAt: null }, { push: true })}>
        {texts.time.backToNow}
      </button>
    </div>
  );
}
