import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Severity } from '../api/types';
import { choices, inWords, sameAs } from '../kit/durations';
import { Refusal } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { texts as common } from '../texts';
import { keys, type Channel, type ProjectName, type Route, type Routes } from './api';
import { texts } from './texts';
import { documentOf, useRoutesSave } from './useRoutesSave';

const SEVERITIES: Severity[] = ['CRITICAL', 'WARNING', 'INFO'];
const REPEATS = ['PT1H', 'PT4H', 'PT8H', 'PT24H'];
const DEFAULT_REPEAT = 'PT4H';

const NEW: Route = { name: '', channels: [], match: {}, except: {}, groupBy: [], muteTimes: [], escalation: [] };

interface RoutesFormProps {
  routes: Routes;
  channels: Channel[];
  projects: ProjectName[];
  manages: boolean;
}

/** The routes in their order, each in a sentence; changes are put in force together. */
export function RoutesForm({ routes, channels, projects, manages }: RoutesFormProps) {
  const cache = useQueryClient();
  const [list, setList] = useState(routes.routes);
  const [editing, setEditing] = useState<number | null>(null);
  const save = useRoutesSave(routes.version, () => setEditing(null));
  const changed = JSON.stringify(list) !== JSON.stringify(routes.routes);
  const swap = (at: number, to: number) =>
    setList((before) => before.map((each, index) => before[index === at ? to : index === to ? at : index] ?? each));
  const put = (at: number, route: Route) => {
    setList((before) => (at < before.length ? before.map((each, index) => (index === at ? route : each)) : [...before, route]));
    setEditing(null);
  };

  return (
    <div className="stack">
      {list.length === 0 && editing === null && <p className="panel empty quiet">{texts.routes.none}</p>}
      {list.length > 0 && (
        <ol className="panel rows">
          {list.map((route, at) => (
            <li key={`${at}/${route.name}`}>
              {editing === at ? (
                <div className="wide-row">
                  <RouteForm route={route} channels={channels} projects={projects} done={(next) => put(at, next)} cancel={() => setEditing(null)} />
                </div>
              ) : (
                <>
                  <div className="what">
                    <span className="title">{route.name}</span>
                    <div className="small quiet">{sentence(route, channels, projects)}</div>
                  </div>
                  {manages && (
                    <div className="actions">
                      <button type="button" className="text-button small" disabled={at === 0} aria-label={texts.routes.up(route.name)} onClick={() => swap(at, at - 1)}>
                        ↑
                      </button>
                      <button type="button" className="text-button small" disabled={at === list.length - 1} aria-label={texts.routes.down(route.name)} onClick={() => swap(at, at + 1)}>
                        ↓
                      </button>
                      <button type="button" className="text-button small" aria-label={kit.editOf(route.name)} onClick={() => setEditing(at)}>
                        {kit.edit}
                      </button>
                      <button
                        type="button"
                        className="text-button small"
                        aria-label={kit.removeOf(route.name)}
                        onClick={() => setList((before) => before.filter((_, index) => index !== at))}
                      >
                        {kit.remove}
                      </button>
                    </div>
                  )}
                </>
              )}
            </li>
          ))}
        </ol>
      )}
      {(routes.inhibitions.length > 0 || routes.muteTimes.length > 0) && (
        <p className="small quiet">
          {routes.inhibitions.length > 0 && `${texts.routes.inhibitions}: ${routes.inhibitions.map(({ name }) => name).join(', ')}. `}
          {routes.muteTimes.length > 0 && `${texts.routes.muteTimes}: ${routes.muteTimes.map(({ name }) => name).join(', ')}.`}
        </p>
      )}
      {editing === list.length && (
        <div className="panel pad">
          <RouteForm route={NEW} channels={channels} projects={projects} done={(next) => put(list.length, next)} cancel={() => setEditing(null)} />
        </div>
      )}
      <Refusal error={save.error} />
      {save.outdated && (
        <p className="notice">
          {texts.routes.changedMeanwhile}{' '}
          <button type="button" className="text-button" onClick={() => void cache.invalidateQueries({ queryKey: keys.routes })}>
            {texts.routes.readAgain}
          </button>
        </p>
      )}
      {manages && (
        <div className="actions">
          {editing === null && (
            <Button size="xs" variant="default" disabled={channels.length === 0} onClick={() => setEditing(list.length)}>
              {texts.routes.add}
            </Button>
          )}
          {changed && (
            <>
              <Button size="xs" loading={save.isPending} onClick={() => save.mutate({ ...documentOf(routes), routes: list })}>
                {texts.routes.saveAll}
              </Button>
              <Button size="xs" variant="default" onClick={() => setList(routes.routes)}>
                {texts.routes.discard}
              </Button>
              <span className="small quiet">{texts.routes.unsaved}</span>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function sentence(route: Route, channels: Channel[], projects: ProjectName[]): string {
  const named = (ids: string[]) => ids.map((id) => channels.find((channel) => channel.id === id)?.name ?? id).join(', ') || texts.routes.nobody;
  const values = (label: string, all: string[]) =>
    all
      .map((value) =>
        label === 'severity'
          ? (common.alerts.severity[value as Severity] ?? value)
          : label === 'project'
            ? (projects.find(({ key }) => key === value)?.name ?? value)
            : value,
      )
      .join(', ');
  const matches = [
    ...Object.entries(route.match ?? {}).map(([label, all]) => texts.routes.is(label, values(label, all))),
    ...Object.entries(route.except ?? {}).map(([label, all]) => texts.routes.isNot(label, values(label, all))),
  ];
  return [
    `${texts.routes.takes} ${matches.length ? matches.join(', ') : texts.routes.everything}`,
    texts.routes.tells(named(route.channels)),
    route.groupBy?.length ? texts.routes.grouped(route.groupBy.map((label) => texts.routes.groupings[label] ?? label).join(', ')) : null,
    texts.routes.repeats(inWords(route.repeatInterval ?? DEFAULT_REPEAT)),
    route.muteTimes?.length ? texts.routes.muted(route.muteTimes.join(', ')) : null,
    ...(route.escalation ?? []).map((step) => texts.routes.escalates(inWords(step.after ?? ''), named(step.channels))),
    route.continue ? texts.routes.goesOn : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

interface RouteFormProps {
  route: Route;
  channels: Channel[];
  projects: ProjectName[];
  done(route: Route): void;
  cancel(): void;
}

/** The common fields of a route; what else it has stays as it is. */
function RouteForm({ route, channels, projects, done, cancel }: RouteFormProps) {
  const [name, setName] = useState(route.name);
  const [severities, setSeverities] = useState(route.match?.severity ?? []);
  const [project, setProject] = useState(route.match?.project?.[0] ?? '');
  const [told, setTold] = useState(route.channels);
  const [group, setGroup] = useState(route.groupBy?.[0] ?? '');
  const [repeat, setRepeat] = useState(sameAs(REPEATS, route.repeatInterval ?? DEFAULT_REPEAT));
  const [goOn, setGoOn] = useState(route.continue ?? false);
  const [tried, setTried] = useState(false);
  const apply = () => {
    setTried(true);
    if (!name.trim() || told.length === 0) return;
    const { severity: _s, project: _p, ...others } = route.match ?? {};
    const match = { ...others, ...(severities.length ? { severity: severities } : {}), ...(project ? { project: [project] } : {}) };
    done({ ...route, name: name.trim(), match, channels: told, groupBy: group ? [group] : [], repeatInterval: repeat, continue: goOn });
  };
  return (
    <div className="form">
      <TextInput className="w6" label={texts.routes.name} required value={name} onChange={(event) => setName(event.currentTarget.value)} error={tried && !name.trim() ? kit.needed : undefined} />
      <NativeSelect
        className="w6"
        label={texts.routes.project}
        value={project}
        onChange={(event) => setProject(event.currentTarget.value)}
        data={[{ value: '', label: texts.routes.allProjects }, ...projects.map(({ key, name: label }) => ({ value: key, label }))]}
      />
      <Checkbox.Group className="w6" label={texts.routes.severities} value={severities} onChange={setSeverities}>
        <div className="checks">
          {SEVERITIES.map((value) => (
            <Checkbox key={value} size="xs" value={value} label={common.alerts.severity[value]} />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox.Group className="w6" label={texts.routes.channels} required value={told} onChange={setTold} error={tried && told.length === 0 ? kit.needed : undefined}>
        <div className="checks">
          {channels.map((channel) => (
            <Checkbox key={channel.id} size="xs" value={channel.id} label={channel.name} />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect
        className="w6"
        label={texts.routes.groupBy}
        value={group}
        onChange={(event) => setGroup(event.currentTarget.value)}
        data={Object.entries(texts.routes.groupings).map(([value, label]) => ({ value, label }))}
      />
      <NativeSelect className="w6" label={texts.routes.repeat} value={repeat} onChange={(event) => setRepeat(event.currentTarget.value)} data={choices(REPEATS, repeat)} />
      <Checkbox size="xs" label={texts.routes.goOn} checked={goOn} onChange={(event) => setGoOn(event.currentTarget.checked)} />
      <div className="actions">
        <Button size="xs" onClick={apply}>
          {kit.save}
        </Button>
        <Button size="xs" variant="default" onClick={cancel}>
          {kit.cancel}
        </Button>
      </div>
    </div>
  );
}
