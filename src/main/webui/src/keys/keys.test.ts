import { describe, expect, it } from 'vitest';
import { Commands } from './commands';
import { distance, found } from './find';
import { toSearch, walkRows } from './rows';

const command = (id: string, keys?: string) => ({ id, title: id, keys, group: 'view' as const, run: () => {} });

describe('commands', () => {
  it('of a page take a key over from the frame, and give it back', () => {
    const commands = new Commands();
    commands.add([command('frame', 'x')]);
    const leave = commands.add([command('page', 'x')]);
    expect(commands.byKeys('x')?.id).toBe('page');
    leave();
    expect(commands.byKeys('x')?.id).toBe('frame');
  });

  it('are found by a word’s beginning before its middle, and by letters in order last', () => {
    const all = ['Go to alerts', 'Alerts', 'Great loss'].map((title) => ({ title }));
    expect(found(all, 'al').map(({ title }) => title)).toEqual(['Alerts', 'Go to alerts', 'Great loss']);
    expect(distance('Portfolio', 'xq')).toBeNull();
    expect(found(all, ' ')).toEqual(all);
  });
});

describe('j, k and /', () => {
  it('walk over the rows and stop at the ends', () => {
    document.body.innerHTML = '<main><input data-search value="x"><p data-row><a href="#1">1</a></p><p data-row><a href="#2">2</a></p></main>';
    const here = () => document.activeElement?.textContent;
    walkRows(1);
    expect(here()).toBe('1');
    walkRows(1);
    walkRows(1);
    expect(here()).toBe('2');
    walkRows(-1);
    walkRows(-1);
    expect(here()).toBe('1');
    expect(toSearch()).toBe(true);
    expect(document.activeElement?.tagName).toBe('INPUT');
  });
});
