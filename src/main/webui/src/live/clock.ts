/**
 * The instant that ticking figures are shown for: one timer for the whole page, standing still
 * while figures must not move. Follows the server's clock, not the machine's.
 */
const TICK_MS = 1_000;
/** For those who asked their system for less motion. */
const CALM_TICK_MS = 10_000;

export class DisplayClock {
  private skew = 0;
  private shown = Date.now();
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly listeners = new Set<() => void>();

  /** What the server's clock says at this moment. */
  setServerTime(at: number): void {
    this.skew = at - Date.now();
  }

  run(calm: boolean): void {
    this.halt();
    this.tick();
    this.timer = setInterval(() => this.tick(), calm ? CALM_TICK_MS : TICK_MS);
  }

  halt(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    if (globalThis.document?.hidden) return;
    this.shown = Date.now() + this.skew;
    this.listeners.forEach((listener) => listener());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): number => this.shown;

  /** The server's present, ticking or not. */
  present(): number {
    return Date.now() + this.skew;
  }
}
