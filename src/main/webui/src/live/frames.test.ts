import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { row, valueEvent } from '../test-data';
import { Frames, GATHER_MS } from './frames';
import type { Happening } from './hold';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const value = (id: string, revision: number): Happening => ({ name: 'value', data: valueEvent(row({ id }), { revision }) });

it('what comes alone goes at once; a burst goes together, the latest of each figure', () => {
  const passed: number[][] = [];
  const frames = new Frames((all) => passed.push(all.map(({ data }) => (data as { revision: number }).revision)));
  frames.add(value('a', 1));
  expect(passed).toEqual([[1]]);
  for (let revision = 2; revision <= 40; revision++) frames.add(value('a', revision));
  frames.add(value('b', 7));
  expect(passed).toHaveLength(1);
  vi.advanceTimersByTime(GATHER_MS);
  expect(passed).toEqual([[1], [40, 7]]);
});

it('nothing is passed on while paused, nor by a timer that began before; all of it after', () => {
  const passed: Happening[][] = [];
  const frames = new Frames((all) => passed.push(all));
  frames.add(value('a', 1));
  frames.add(value('a', 2));
  frames.pause(true);
  frames.add({ name: 'reset', data: { reason: 'behind' } });
  vi.advanceTimersByTime(10 * GATHER_MS);
  expect(passed).toHaveLength(1);
  frames.pause(false);
  expect(passed[1]!.map(({ name }) => name)).toEqual(['value', 'reset']);
});

it('that all has to be read again is never kept waiting', () => {
  const passed: string[] = [];
  const frames = new Frames((all) => passed.push(...all.map(({ name }) => name)));
  frames.add(value('a', 1));
  frames.add(value('a', 2));
  frames.add({ name: 'hello', data: { recovered: false, at: '2026-01-01T00:00:00Z' } });
  expect(passed).toEqual(['value', 'value', 'hello']);
});
