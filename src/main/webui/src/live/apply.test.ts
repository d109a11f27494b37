import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { Portfolio, StreamEvents } from '../api/types';
import { keys } from '../api/queries';
import { portfolioOf, row, valueEvent } from '../test-data';
import { Applier } from './apply';
import type { Happening } from './hold';

const HELLO: Happening = { name: 'hello', data: { recovered: false, at: '2026-01-01T00:00:00Z' } as StreamEvents['hello'] };
const VALUE: Happening = { name: 'value', data: { id: 'p1', revision: 2 } as StreamEvents['value'] };

/** A page that shows something whose reads are answered by hand. */
function shown(queryKey: readonly string[]) {
  const cache = new QueryClient();
  const reads: ((answer: unknown) => void)[] = [];
  const observer = new QueryObserver(cache, {
    queryKey,
    queryFn: () => new Promise((resolve) => reads.push(resolve)),
  });
  observer.subscribe(() => {});
  return { reads, applier: new Applier(cache), shows: () => observer.getCurrentResult().data };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test.each([
  ['hello', HELLO, keys.portfolio],
  ['a value of the portfolio', VALUE, keys.portfolio],
  ['a value of a project', VALUE, keys.projectValue('p1')],
])('%s, while the first read is under way, has it read once more', async (_, happening, key) => {
  const page = shown(key);
  page.applier.apply(happening);
  page.reads[0]!({ projects: [], metrics: [], note: 'before' });
  await settled();
  expect(page.reads).toHaveLength(2);
  page.reads[1]!({ projects: [], metrics: [], note: 'after' });
  await settled();
  expect(page.shows()).toMatchObject({ note: 'after' });
  expect(page.reads).toHaveLength(2);
});

test('a hundred events during the first read have it read once more, not a hundred times', async () => {
  const page = shown(keys.portfolio);
  for (let i = 0; i < 100; i++) page.applier.apply(VALUE);
  page.reads[0]!({ projects: [] });
  await settled();
  expect(page.reads).toHaveLength(2);
});

test('a burst is put into the portfolio once, in its order with what is no value', () => {
  const cache = new QueryClient();
  cache.setQueryData(keys.portfolio, portfolioOf([row(), row({ id: 'p2', key: 'two' })]));
  const shown: number[] = [];
  cache.getQueryCache().subscribe(({ query, type }) => {
    if (type === 'updated' && query.queryKey === keys.portfolio) shown.push((query.state.data as Portfolio).totals.realised!);
  });
  const value = (id: string, realised: number): Happening => ({ name: 'value', data: valueEvent(row({ id }), { realised }) });
  new Applier(cache).applyAll([value('p1', 1500), value('p2', 4000)]);
  expect(shown).toEqual([5500]);
});
