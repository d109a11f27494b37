import { expect, it } from 'vitest';
import { allTexts } from './all-texts';

function leaves(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`));
}

it('texts are sentences or make them, and none is empty', () => {
  const wrong = leaves(allTexts, 'texts').filter(
    ([, text]) => !(typeof text === 'function' || (typeof text === 'string' && text.trim() !== '')),
  );
  expect(wrong).toEqual([]);
});
