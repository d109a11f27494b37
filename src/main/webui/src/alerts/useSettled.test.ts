import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useSettled } from './useSettled';

const of = (...ids: string[]) => ids.map((id) => ({ id }));

it('what comes while one reads waits until it is asked for; what leaves, leaves', () => {
  const { result, rerender } = renderHook(({ all }) => useSettled('firing', all), { initialProps: { all: of() } });
  rerender({ all: of('a', 'b') });
  expect(result.current).toMatchObject({ shown: of('a', 'b'), fresh: 0 });
  rerender({ all: of('c', 'b') });
  expect(result.current).toMatchObject({ shown: of('b'), fresh: 1 });
  act(() => result.current.show());
  expect(result.current).toMatchObject({ shown: of('c', 'b'), fresh: 0 });
});

it('another list begins anew', () => {
  const { result, rerender } = renderHook(({ list, all }) => useSettled(list, all), { initialProps: { list: 'firing', all: of('a') } });
  rerender({ list: 'resolved', all: of('x', 'y') });
  expect(result.current).toMatchObject({ shown: of('x', 'y'), fresh: 0 });
});
