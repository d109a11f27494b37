import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../api/client';
import type { Answer } from '../api/types';
import type { Span } from '../figures/Chart';
import { clockTime } from '../figures/format';
import { call, part } from '../kit/http';
import { asked, momentKey, type Moment } from '../time/moment';
import { rangeKey, stretch, type Range } from '../time/range';
import { projectTexts } from './texts';

export type Annotations = Answer<'/api/v1/projects/{project}/annotations'>;
export type Annotation = Annotations['items'][number];

type Deployments = Answer<'/api/v1/projects/{project}/deployments'>;
/** What stands along the chart: what was told, and what was deployed, which nobody can change. */
export type Mark = Annotation & { deployed?: Deployments['marks'][number] };
export interface Marks {
  items: Mark[];
  /** Whether there are earlier ones that are not shown. */
  more: boolean;
}

const texts = projectTexts.happened;
const STALE_MS = 10_000;
const REFRESH_MS = 15_000;
/** The latest of a stretch; more could not be told apart in a chart. */
const SHOWN = 200;

export const annotations = (project: string, range: Range, moment: Moment, paused: boolean) =>
  queryOptions({
    queryKey: ['annotations', project, rangeKey(range), momentKey(moment)],
    queryFn: () => {
      const { from, to } = stretch(range, Date.now());
      return body(
        client.GET('/api/v1/projects/{project}/annotations', {
          params: {
            path: { project },
            query: {
              from: new Date(from).toISOString(),
              // What people wrote down for a time to come is shown as far as the chart shows it.
              ...(range.kind === 'absolute' ? { to: new Date(to).toISOString() } : {}),
              ...asked(moment),
              limit: SHOWN,
            },
          },
        }),
      );
    },
    staleTime: STALE_MS,
    refetchInterval: paused || moment.asOf !== null || moment.asKnownAt !== null ? false : REFRESH_MS,
  });

/** What was deployed; told by no one, but read out of what delivery systems say. */
export const deployments = (project: string, range: Range, moment: Moment, paused: boolean) =>
  queryOptions({
    queryKey: ['deployments', project, rangeKey(range), momentKey(moment)],
    queryFn: () => {
      const { from, to } = stretch(range, Date.now());
      return body(
        client.GET('/api/v1/projects/{project}/deployments', {
          params: { path: { project }, query: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), ...asked(moment) } },
        }),
      );
    },
    staleTime: STALE_MS,
    refetchInterval: paused || moment.asOf !== null || moment.asKnownAt !== null ? false : REFRESH_MS,
  });

/** Both together, the latest first. */
export function marks(told: Annotations, deployed: Deployments | undefined): Marks {
  const read = (deployed?.marks ?? []).map<Mark>((each) => ({
    id: `deployed/${each.id}`,
    title: each.title,
    text: each.deployments > 1 ? [...each.repositories, ...each.environments].join(', ') : null,
    link: null,
    severity: null,
    tags: [],
    from: each.from,
    to: each.to,
    source: { kind: 'CONNECTION', name: each.repositories.join(', '), connection: null },
    recordedAt: each.to,
    version: 0,
    deployed: each,
  }));
  const items = [...told.items, ...read].sort((a, b) => Date.parse(b.from) - Date.parse(a.from));
  return { items: items.slice(0, SHOWN), more: items.length > SHOWN || told.nextCursor !== null };
}

export interface Written {
  title: string;
  link: string | null;
  from: string;
  to: string | null;
  lasts: boolean;
}

const path = (project: string) => `/api/v1/projects/${part(project)}/annotations`;
export const write = (project: string, written: Written) => call('post', path(project), { body: written });
/** What the form does not ask for stays as it was. */
export const rewrite = (project: string, { id, version, text, severity, tags }: Annotation, written: Written) =>
  call('put', `${path(project)}/${part(id)}`, { body: { text, severity, tags, ...written }, version });
export const remove = (project: string, id: string) => call('delete', `${path(project)}/${part(id)}`);

export const spansOf = (items: readonly Mark[]): Span[] =>
  items.map(({ title, from, to }) => ({ label: title, from: Date.parse(from) / 1000, to: to === null ? null : Date.parse(to) / 1000 }));

/** When it was, in words. */
export function when({ from, to }: Pick<Annotation, 'from' | 'to'>, now: number): string {
  const start = clockTime(from, now);
  if (to === null) return texts.since(start);
  return to === from ? start : texts.stretch(start, clockTime(to, now));
}

/** A place on the lane below the chart, with all that began so near to it that one could not point at each. */
export interface Cluster {
  /** From 0, the left edge, to 1. */
  place: number;
  members: Mark[];
}

/**
 * Where marks stand. What began before the chart does and reached into it stands at its left edge; what begins after its end
 * is left out. Marks are at least `apart` of the chart's width from each other, so that each can be hit.
 */
export function clusters(items: readonly Mark[], from: number, to: number, apart: number): Cluster[] {
  const placed = items
    .map((member) => ({ member, place: Math.max(0, (Date.parse(member.from) - from) / (to - from)) }))
    .filter(({ place }) => place <= 1)
    .sort((a, b) => a.place - b.place);
  const found: Cluster[] = [];
  for (const { member, place } of placed) {
    const last = found.at(-1);
    if (last && place - last.place < apart) last.members.push(member);
    else found.push({ place, members: [member] });
  }
  return found;
}
