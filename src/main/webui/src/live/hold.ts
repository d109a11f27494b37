import type { StreamEventName, StreamEvents } from '../api/types';

export type Happening = { [N in StreamEventName]: { name: N; data: StreamEvents[N] } }[StreamEventName];

/**
 * What came while someone was reading a paused page: the latest of each figure and episode, so its
 * size is bounded by how many there are, not by how long the pause lasts.
 */
export class Hold {
  private readonly latest = new Map<string, Happening>();

  add(happening: Happening): void {
    const key = `${happening.name} ${identity(happening)}`;
    // Put at the end again, so that what is let go later keeps the order of arrival.
    this.latest.delete(key);
    this.latest.set(key, happening);
  }

  get size(): number {
    return this.latest.size;
  }

  letGo(apply: (happening: Happening) => void): void {
    const held = [...this.latest.values()];
    this.latest.clear();
    held.forEach(apply);
  }
}

function identity({ name, data }: Happening): string {
  switch (name) {
    case 'value':
      return data.id;
    case 'metric':
      return data.metric;
    case 'alert':
      return data.id;
    case 'hello':
      // A connection that lost something must not be covered by a later one that did not.
      return String(data.recovered);
    case 'reset':
      return '';
  }
}
