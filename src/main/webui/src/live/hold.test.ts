import { expect, it } from 'vitest';
import { alertOf, row, valueEvent } from '../test-data';
import { Hold, type Happening } from './hold';

const value = (id: string, realised: number): Happening => ({ name: 'value', data: valueEvent(row({ id }), { realised }) });

it('keeps the latest of each figure, in the order in which the latest came', () => {
  const hold = new Hold();
  hold.add(value('p1', 1));
  hold.add({ name: 'alert', data: alertOf() });
  hold.add(value('p2', 2));
  hold.add(value('p1', 3));
  expect(hold.size).toBe(3);
  const seen: Happening[] = [];
  hold.letGo((happening) => seen.push(happening));
  expect(seen).toEqual([{ name: 'alert', data: alertOf() }, value('p2', 2), value('p1', 3)]);
  expect(hold.size).toBe(0);
});

it('does not forget a connection that lost something because a later one did not', () => {
  const hold = new Hold();
  hold.add({ name: 'hello', data: { recovered: false, at: '' } });
  hold.add({ name: 'hello', data: { recovered: true, at: '' } });
  expect(hold.size).toBe(2);
});
