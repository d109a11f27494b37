import { Button, Checkbox, Popover, SegmentedControl, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { clockTime } from '../figures/format';
import { useLive } from '../live/Live';
import { useMe } from '../session/SessionGate';
import { useUrl } from '../shell/urlState';
import { texts } from '../texts';
import { fieldIn, instantIn } from './moment';
import { DEFAULT_PRESET, PRESETS, spanOf, stretch, wider, type Range } from './range';
import { useMoment, useRange } from './useMoment';

/** Until when a page shows: the moment it looks back to, or the present. */
export function usePresent(): () => number {
  const { asOf } = useMoment();
  const { clock } = useLive();
  return () => (asOf ? Date.parse(asOf) : clock.present());
}

/** Presets, a stretch of one's own, and the period before beside it. */
export function TimeRange({ comparing = true }: { comparing?: boolean }) {
  const range = useRange();
  const { change } = useUrl();
  const { tenant } = useMe();
  const present = usePresent();
  const [opened, popover] = useDisclosure(false);
  const preset = range.kind === 'relative' ? PRESETS.find((each) => each === range.text) : undefined;
  return (
    <div className="time-range">
      {range.kind === 'absolute' && (
        <Button
          size="xs" variant="default"
          onClick={() => {
            const { from, to } = wider(range, present());
            change({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), range: null });
          }}
        >
          {texts.time.zoomOut}
        </Button>
      )}
      <SegmentedControl
        size="xs"
        aria-label={texts.time.range}
        value={preset ?? ''}
        onChange={(next) => change({ range: next === DEFAULT_PRESET ? null : next, from: null, to: null })}
        data={PRESETS.map((value) => ({ value, label: texts.time.presets[value] }))}
      />
      <Popover opened={opened} onChange={popover.set} position="bottom-end" width={290} trapFocus returnFocus withinPortal={false}>
        <Popover.Target>
          <Button size="xs" variant={preset ? 'default' : 'light'} onClick={popover.toggle} title={texts.time.zone(tenant.zone)}>
            {preset ? texts.time.custom : label(range)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={texts.time.custom}>{opened && <Fields done={popover.close} />}</Popover.Dropdown>
      </Popover>
      {comparing && <Checkbox
        size="xs"
        label={texts.time.compare}
        checked={range.compare}
        onChange={(event) => change({ compare: event.currentTarget.checked ? 'previous' : null })}
      />}
    </div>
  );
}

function label(range: Range): string {
  if (range.kind === 'relative') return range.text;
  const now = Date.now();
  return `${clockTime(range.from, now)} – ${clockTime(range.to, now)}`;
}

function Fields({ done }: { done(): void }) {
  const { tenant } = useMe();
  const { zone } = tenant;
  const range = useRange();
  const present = usePresent();
  const { change } = useUrl();
  const shown = stretch(range, present());
  const [from, setFrom] = useState(fieldIn(shown.from, zone));
  const [to, setTo] = useState(fieldIn(shown.to, zone));
  const [last, setLast] = useState('');
  const start = instantIn(from, zone);
  const end = instantIn(to, zone);
  const ordered = start !== null && end !== null && start < end;
  const relative = last.trim() === '' ? null : spanOf(last);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (last.trim() !== '') {
      if (relative === null) return;
      change({ range: last.trim().toLowerCase(), from: null, to: null });
    } else {
      if (!ordered) return;
      change({ from: start, to: end, range: null });
    }
    done();
  };
  return (
    <form className="as-of-fields" onSubmit={submit}>
      <TextInput type="datetime-local" size="sm" label={texts.time.from} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      <TextInput
        type="datetime-local" size="sm" label={texts.time.to} value={to} onChange={(event) => setTo(event.currentTarget.value)}
        error={ordered ? undefined : texts.time.wrongOrder}
      />
      <TextInput
        size="sm" label={texts.time.relative} description={texts.time.relativeHelp} value={last} onChange={(event) => setLast(event.currentTarget.value)}
        error={last.trim() !== '' && relative === null ? texts.time.relativeHelp : undefined}
      />
      <div className="small quiet">{texts.time.zone(zone)}</div>
      <div className="as-of-buttons">
        <Button type="submit" size="xs">
          {texts.time.apply}
        </Button>
      </div>
    </form>
  );
}
