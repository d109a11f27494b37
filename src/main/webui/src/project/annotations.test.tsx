import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { begun, summary } from '../figures/chartModel';
import { useLocale } from '../figures/format';
import { page, whole } from '../kit/testing';
import { project } from '../test-data';
import { clusters, marks, spansOf, when, type Annotation } from './annotations';

vi.mock('uplot', () => ({ default: class { width = 1; setData() {} setSize() {} destroy() {} static paths = { bars: () => null, stepped: () => null }; } }));

const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 - hours * HOUR_MS).toISOString();
const annotation = (id: string, from: string, to: string | null, more: Partial<Annotation> = {}): Annotation => ({
  id, title: id, text: null, link: null, severity: null, tags: [], from, to, source: { kind: 'PERSON', name: 'Ada', connection: null }, recordedAt: from, version: 1, ...more,
});

describe('what happened', () => {
  it('is told as a moment, a stretch, or as lasting', () => {
    useLocale('en-GB');
    const now = Date.parse('2026-11-21T12:00:00Z');
    const at = '2026-11-21T10:00:00Z';
    expect(when({ from: at, to: at }, now)).not.toContain(' to ');
    expect(when({ from: at, to: '2026-11-21T10:45:00Z' }, now)).toMatch(/10:00.* to .*10:45/);
    expect(when({ from: at, to: null }, now)).toMatch(/^since .*10:00.*, still lasting$/);
  });

  it('stands where it began, near ones together, earlier ones at the left edge, later ones not at all', () => {
    const at = (ms: number) => new Date(ms).toISOString();
    const items = [annotation('late', at(2000), at(2000)), annotation('b', at(520), at(520)), annotation('a', at(500), at(500)), annotation('early', at(-900), null)];
    const found = clusters(items, 0, 1000, 0.05);
    expect(found.map(({ place, members }) => [place, members.map(({ id }) => id)])).toEqual([[0, ['early']], [0.5, ['a', 'b']]]);
  });

  it('is in the chart’s words and in the row of its time', () => {
    useLocale('en-GB');
    const spans = spansOf([annotation('Down', '1970-01-01T00:01:30Z', null), annotation('Released', '1969-12-31T00:00:00Z', '1969-12-31T00:00:00Z')]);
    const times = [60, 120];
    expect(begun({ times, spans }, 0)).toBe('Released');
    expect(begun({ times, spans }, 1)).toBe('Down');
    const told = summary({ name: 'Value', times, lines: [], spans, height: 1, format: String });
    expect(told).toMatch(/2 things happened\. Down from .*, still lasting\. Released .*\./);
  });
});

describe('what was deployed', () => {
  it('stands among what was told, the latest first, and cannot be changed', () => {
    const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, '0')}:00:00Z`;
    const deployed = { id: 'c/1/d', title: 'Deployed: acme/shop v2 to production', from: at(11), to: at(11), deployments: 1, failed: 0, version: 'v2', repositories: ['acme/shop'], environments: ['production'] };
    const told = page([annotation('late', at(12), null), annotation('early', at(10), at(10))]);
    const all = marks(told, { from: at(0), to: at(23), grain: 'HOUR', zone: 'UTC', marks: [deployed] });
    expect(all.items.map(({ title, deployed: of }) => [title, of !== undefined])).toEqual([['late', false], [deployed.title, true], ['early', false]]);
    expect(marks(told, undefined).items).toHaveLength(2);
  });
});

describe('a project’s page', () => {
  let items: Annotation[];
  let deployed: object[];
  const asked: URL[] = [];
  const { open, writes } = whole(
    'contributor',
    http.get('*/api/v1/projects/one/value', () => HttpResponse.json(project({ key: 'one', name: 'One' }))),
    http.get('*/api/v1/projects/one/value/series', () => HttpResponse.json({ currency: 'EUR', points: [{ at: ago(3), realised: 1, cost: 2, planned: null }, { at: ago(1), realised: 3, cost: 2, planned: null }] })),
    http.get('*/api/v1/projects/one/annotations', ({ request }) => {
      asked.push(new URL(request.url));
      return HttpResponse.json(page(items));
    }),
    http.get('*/api/v1/projects/one/deployments', () => HttpResponse.json({ from: ago(200), to: ago(0), grain: 'DAY', zone: 'UTC', marks: deployed })),
    http.post('*/api/v1/projects/one/annotations', () => HttpResponse.json({}, { status: 201 })),
    http.put('*/api/v1/projects/one/annotations/mine', () => HttpResponse.json({})),
    // What else the page asks for is not there: each part says so by itself.
    http.get(/\/api\/v1\/(projects\/one|rules|audit|metrics)/, () => HttpResponse.json({ title: 'No', status: 404, detail: 'No.', remedy: '' }, { status: 404 })),
  );
  beforeEach(() => {
    asked.length = 0;
    deployed = [];
    items = [
      annotation('alert', ago(2), null, { title: 'Down', severity: 'critical', text: 'No answer', link: 'https://g.example/d', source: { kind: 'CONNECTION', name: 'Alertmanager', connection: 'k1' } }),
      annotation('mine', ago(50), ago(50), { title: 'Released 2.0', tags: ['release'] }),
    ];
  });

  it('shows deployments among it, and one that failed in another shape', async () => {
    const of = (id: string, hours: number, failed: number) => ({ id, title: `${id} of acme/shop`, from: ago(hours), to: ago(hours), deployments: 1, failed, version: 'v1', repositories: ['acme/shop'], environments: ['production'] });
    items = [annotation('mine', ago(50), ago(50), { title: 'Released 2.0' })];
    deployed = [of('Failed', 20, 1), of('Deployed', 120, 0)];
    open('/projects/one');
    const failed = await screen.findByRole('button', { name: /^Failed of acme\/shop, / });
    expect(failed.querySelector('.failed path')).toBeTruthy();
    const well = screen.getByRole('button', { name: /^Deployed of acme\/shop, / });
    expect(well.querySelector('circle')).toBeTruthy();
    expect(well.querySelector('.failed')).toBeNull();
    expect(screen.getByText('3 things happened in this time')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Remove Deployed of acme/shop' })).toBeNull();
  });

  it('tells of a mark when it is focused, with a way to read on', async () => {
    open('/projects/one');
    const mark = await screen.findByRole('button', { name: /^Alert: Down, since .*still lasting$/ });
    act(() => mark.focus());
    const told = (await screen.findAllByText(/No answer/)).map((text) => text.closest('li')).find((item) => item !== null)!;
    expect(told.textContent).toContain('critical');
    expect(within(told).getByRole('link', { name: 'More about Down' }).getAttribute('href')).toBe('https://g.example/d');
    expect(screen.getByText('2 things happened in this time')).toBeTruthy();
  });

  it('takes what a person writes down, and changes it under its version', async () => {
    open('/projects/one');
    await userEvent.click(await screen.findByRole('button', { name: 'Write down what happened' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getByText('This is needed.')).toBeTruthy();
    await userEvent.type(screen.getByRole('textbox', { name: 'What happened' }), 'Price up');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(writes).toMatchObject([{ what: 'POST /api/v1/projects/one/annotations', body: { title: 'Price up', to: null, lasts: false, link: null } }]));
    await userEvent.click(await screen.findByRole('button', { name: 'Change Released 2.0' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'It still lasts' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(writes[1]).toMatchObject({ what: 'PUT /api/v1/projects/one/annotations/mine', body: { title: 'Released 2.0', tags: ['release'], from: items[1]!.from, lasts: true }, ifMatch: '"1"' }));
    expect(screen.queryByRole('button', { name: 'Change Down' })).toBeNull();
  });

  it('looks back as the address says, where nobody can write, and hides what happened', async () => {
    open('/projects/one?asOf=2026-03-31T10:00:00.000Z');
    await screen.findByText('2 things happened in this time');
    expect(asked[0]!.searchParams.get('asOf')).toBe('2026-03-31T10:00:00.000Z');
    expect(screen.queryByRole('button', { name: 'Write down what happened' })).toBeNull();
    await userEvent.click(screen.getByRole('checkbox', { name: 'What happened' }));
    await waitFor(() => expect(screen.queryByText('2 things happened in this time')).toBeNull());
    expect(window.location.search).toContain('happened=off');
  });
});
