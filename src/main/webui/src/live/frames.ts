import { Hold, type Happening } from './hold';

/** Fifty changes a second are ten drawings of the page, not fifty. */
export const GATHER_MS = 100;

/**
 * Passes on what happens, at most every so often, and then the latest of each figure only: what comes alone goes at once,
 * what comes in a burst goes together. Paused, everything waits; its size is bounded by how many figures there are.
 */
export class Frames {
  private readonly hold = new Hold();
  private paused = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly passOn: (all: Happening[]) => void) {}

  add(happening: Happening): void {
    if (!this.paused && (happening.name === 'hello' || happening.name === 'reset')) {
      // These have everything read again: what waits is older than that.
      this.flush();
      this.passOn([happening]);
      return;
    }
    this.hold.add(happening);
    if (this.paused || this.timer !== undefined) return;
    this.flush();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (!this.paused && this.hold.size > 0) this.flush();
    }, GATHER_MS);
  }

  pause(paused: boolean): void {
    this.paused = paused;
    if (!paused) this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private flush(): void {
    const all: Happening[] = [];
    this.hold.letGo((happening) => all.push(happening));
    if (all.length > 0) this.passOn(all);
  }
}
