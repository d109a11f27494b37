import { useEffect, useRef, useSyncExternalStore } from 'react';

export type CommandGroup = 'page' | 'go' | 'view';

/** Something that can be done by a key, or found in the palette by its name. */
export interface Command {
  id: string;
  title: string;
  group: CommandGroup;
  /** One key, or two after each other: `g p`. */
  keys?: string;
  /** Further words that find it. */
  words?: string;
  run(): void;
}

/** Who can do what at the moment. What came last wins a key: a page's own over the frame's. */
export class Commands {
  private sets: (readonly Command[])[] = [];
  private all: readonly Command[] = [];
  private readonly listeners = new Set<() => void>();

  add(commands: readonly Command[]): () => void {
    this.sets = [...this.sets, commands];
    this.tell();
    return () => {
      this.sets = this.sets.filter((set) => set !== commands);
      this.tell();
    };
  }

  readonly list = (): readonly Command[] => this.all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  byKeys(keys: string): Command | undefined {
    return this.all.find((command) => command.keys === keys);
  }

  private tell(): void {
    this.all = this.sets.toReversed().flat();
    this.listeners.forEach((listener) => listener());
  }
}

export const commands = new Commands();

/** Offers these while the component is there. What they do may change freely; their ids and keys say what they are. */
export function useCommands(offered: readonly Command[]): void {
  const current = useRef(offered);
  current.current = offered;
  const shape = offered.map(({ id, title, keys, group }) => [id, title, keys, group].join('\u0000')).join('\u0001');
  useEffect(
    () =>
      commands.add(
        current.current.map((command, at) => ({ ...command, run: () => (current.current[at] ?? command).run() })),
      ),
    [shape],
  );
}

export const useCommandList = (): readonly Command[] => useSyncExternalStore(commands.subscribe, commands.list);
