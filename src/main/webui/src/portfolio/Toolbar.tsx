import { Button, NativeSelect, Popover, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure, useLocalStorage } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useUrl, useUrlChoice, useUrlText } from '../shell/urlState';
import { texts } from '../texts';
import { GROUPINGS, type Grouping } from './filter';
import { RISKS } from './risk';
import { portfolioTexts } from './texts';
import { opening, queryOf, VIEWS_KEY, withView, type View } from './views';

export const VIEWS = ['table', 'charts', 'compare'] as const;
export type Shown = (typeof VIEWS)[number];
const SETTLE_MS = 150;

/** What of the portfolio is shown, and how; all of it in the address. */
export function Toolbar({ types, comparing, extra }: { types: string[]; comparing: number; extra: React.ReactNode }) {
  const { params, change } = useUrl();
  const [view, show] = useUrlChoice<Shown>('view', VIEWS);
  const [group, groupBy] = useUrlChoice<Grouping>('group', GROUPINGS);
  const [text, setText] = useUrlText('q');
  const [typed, setTyped] = useState(text);
  const settle = useDebouncedCallback(setText, SETTLE_MS);
  useEffect(() => setTyped(text), [text]);
  return (
    <div className="toolbar">
      <SegmentedControl
        size="xs"
        aria-label={portfolioTexts.views.label}
        value={view}
        onChange={(next) => show(next as Shown)}
        data={VIEWS.map((value) => ({
          value,
          label: value === 'compare' ? portfolioTexts.compareCount(comparing) : portfolioTexts.views[value],
        }))}
      />
      {view === 'table' && (
        <>
          <TextInput
            size="xs" type="search" data-search aria-label={portfolioTexts.search} placeholder={`${portfolioTexts.search}  /`}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              settle(event.currentTarget.value);
            }}
          />
          <NativeSelect
            size="xs" aria-label={portfolioTexts.type} value={params.get('type') ?? ''}
            onChange={(event) => change({ type: event.currentTarget.value || null })}
            data={[{ value: '', label: portfolioTexts.anyType }, ...types.map((value) => ({ value, label: texts.project.types[value] ?? value }))]}
          />
          <NativeSelect
            size="xs" aria-label={portfolioTexts.risk} value={params.get('risk') ?? ''}
            onChange={(event) => change({ risk: event.currentTarget.value || null })}
            data={[{ value: '', label: portfolioTexts.anyRisk }, ...RISKS.map((value) => ({ value, label: portfolioTexts.risks[value] }))]}
          />
          <NativeSelect
            size="xs" aria-label={portfolioTexts.group} value={group}
            onChange={(event) => groupBy(event.currentTarget.value as Grouping)}
            data={GROUPINGS.map((value) => ({ value, label: portfolioTexts.groups[value] }))}
          />
        </>
      )}
      <SavedViews />
      <span className="spring" />
      {extra}
    </div>
  );
}

function SavedViews() {
  const { params, change } = useUrl();
  const [views, setViews] = useLocalStorage<View[]>({ key: VIEWS_KEY, defaultValue: [] });
  const [removed, setRemoved] = useState<View | null>(null);
  const [opened, menu] = useDisclosure(false);
  const [name, setName] = useState('');
  return (
    <Popover opened={opened} onChange={menu.set} position="bottom-start" width={280} trapFocus returnFocus withinPortal={false}>
      <Popover.Target>
        <Button size="xs" variant="default" onClick={menu.toggle}>
          {portfolioTexts.saved}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="saved-views" aria-label={portfolioTexts.saved}>
        {views.length === 0 && !removed && <p className="small quiet">{portfolioTexts.noViews}</p>}
        <ul>
          {views.map((view) => (
            <li key={view.name}>
              <button
                type="button" className="text-button"
                onClick={() => {
                  change(opening(view), { push: true });
                  menu.close();
                }}
              >
                {view.name}
              </button>
              <button
                type="button" className="text-button small" aria-label={portfolioTexts.removeView(view.name)}
                onClick={() => {
                  setRemoved(view);
                  setViews(views.filter((other) => other !== view));
                }}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
        {removed && (
          <p className="small" role="status">
            {portfolioTexts.undone(removed.name)}{' '}
            <button
              type="button" className="text-button small"
              onClick={() => {
                setViews(withView(views, removed.name, removed.query));
                setRemoved(null);
              }}
            >
              {portfolioTexts.undo}
            </button>
          </p>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            setViews(withView(views, name, queryOf(params)));
            setName('');
            setRemoved(null);
          }}
        >
          <TextInput size="xs" aria-label={portfolioTexts.saveAs} placeholder={portfolioTexts.saveAs} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Button size="xs" type="submit" disabled={name.trim() === ''}>
            {portfolioTexts.save}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
