import type { StreamEventName } from '../api/types';

/**
 * One event stream for a browser, whatever the number of its tabs: over HTTP/1.1 a browser opens six
 * connections to a server, and a stream holds one for good. The tab that gets the lock leads; it
 * holds the stream and passes what comes to the others over a channel. When it goes, the browser
 * gives the lock to another tab.
 */

export type LinkStatus = 'connecting' | 'live' | 'reconnecting' | 'signed-out';

export interface HubListener {
  event(name: StreamEventName, data: unknown): void;
  status(status: LinkStatus): void;
}

/** What of the browser the hub uses; tests bring their own. */
export interface Browser {
  /** Absent outside secure contexts: then each tab has a stream of its own. */
  locks?: Pick<LockManager, 'request'>;
  channel(name: string): Pick<BroadcastChannel, 'postMessage' | 'close'> & {
    onmessage: ((event: MessageEvent) => void) | null;
  };
  stream(url: string): EventSource;
  /** Whether the session still holds; rejects where the server cannot be reached. */
  signedIn(): Promise<boolean>;
  random(): number;
  now(): number;
}

type Message =
  | { kind: 'event'; name: StreamEventName; data: string }
  | { kind: 'status'; status: LinkStatus }
  | { kind: 'want'; tab: string; topics: string[] }
  | { kind: 'gone'; tab: string }
  | { kind: 'who' };

const NAME = 'payoff-stream';
const EVENTS: StreamEventName[] = ['hello', 'value', 'metric', 'alert', 'reset'];
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;
/** Topics change when someone walks through projects; the stream is not torn down at every step. */
const TOPICS_SETTLE_MS = 250;
const MAX_PROJECT_TOPICS = 12;
/** Background tabs may run timers once a minute only. */
const WANT_EVERY_MS = 45_000;
const WANT_FORGET_MS = 200_000;

export class Hub {
  private readonly channel;
  private leading = false;
  private stopped = false;
  private release: () => void = () => {};
  private source: EventSource | null = null;
  private openTopics: string[] = [];
  private own: string[] = [];
  private readonly wants = new Map<string, { topics: string[]; at: number }>();
  private status: LinkStatus = 'connecting';
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private settle: ReturnType<typeof setTimeout> | undefined;
  private readonly beat: ReturnType<typeof setInterval>;

  constructor(
    private readonly tab: string,
    private readonly browser: Browser,
    private readonly listener: HubListener,
  ) {
    this.channel = browser.channel(NAME);
    this.channel.onmessage = ({ data }) => this.heard(data as Message);
    this.post({ kind: 'who' });
    this.beat = setInterval(() => this.post({ kind: 'want', tab: this.tab, topics: this.own }), WANT_EVERY_MS);
    if (!browser.locks) {
      this.lead();
      return;
    }
    void browser.locks.request(NAME, () => {
      if (this.stopped) return;
      this.lead();
      return new Promise<void>((resolve) => (this.release = resolve));
    });
  }

  get isLeader(): boolean {
    return this.leading;
  }

  /** The topics that this tab shows. */
  want(topics: string[]): void {
    this.own = topics;
    this.post({ kind: 'want', tab: this.tab, topics });
    this.topicsChanged();
  }

  /** Someone has signed in again, or wants it tried now. */
  reconnect(): void {
    this.failures = 0;
    if (this.leading) this.open();
    else this.post({ kind: 'who' });
  }

  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.post({ kind: 'gone', tab: this.tab });
    clearTimeout(this.retry);
    clearTimeout(this.settle);
    clearInterval(this.beat);
    this.source?.close();
    this.channel.close();
    this.release();
  }

  private lead(): void {
    this.leading = true;
    this.post({ kind: 'who' });
    this.open();
  }

  private heard(message: Message): void {
    switch (message.kind) {
      case 'event':
        if (!this.leading) this.listener.event(message.name, JSON.parse(message.data));
        return;
      case 'status':
        if (!this.leading) this.tell(message.status);
        return;
      case 'who':
        this.post({ kind: 'want', tab: this.tab, topics: this.own });
        if (this.leading) {
          this.post({ kind: 'status', status: this.status });
          if (this.status === 'signed-out') this.reconnect();
        }
        return;
      case 'want':
        this.wants.set(message.tab, { topics: message.topics, at: this.browser.now() });
        this.topicsChanged();
        return;
      case 'gone':
        this.wants.delete(message.tab);
        return;
    }
  }

  private topicsChanged(): void {
    if (!this.leading || this.settle !== undefined) return;
    this.settle = setTimeout(() => {
      this.settle = undefined;
      // What nobody wants any more costs little and goes at the next opening; what is missing matters.
      if (this.source && this.topics().some((topic) => !this.openTopics.includes(topic))) this.open();
    }, TOPICS_SETTLE_MS);
  }

  private topics(): string[] {
    const oldest = this.browser.now() - WANT_FORGET_MS;
    for (const [tab, want] of this.wants) if (want.at < oldest) this.wants.delete(tab);
    const others = [...this.wants.values()].flatMap((want) => want.topics);
    const projects = [...new Set([...this.own, ...others])].filter((topic) => topic.startsWith('project:'));
    return ['portfolio', 'alerts', ...projects.slice(0, MAX_PROJECT_TOPICS).sort()];
  }

  private open(): void {
    if (this.stopped) return;
    clearTimeout(this.retry);
    this.source?.close();
    this.openTopics = this.topics();
    const query = this.openTopics.map(encodeURIComponent).join(',');
    const source = this.browser.stream(`/api/v1/stream?topics=${query}`);
    this.source = source;
    if (this.status !== 'live') this.tell(this.failures === 0 ? 'connecting' : 'reconnecting');
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        if (source !== this.source) return;
        const { data } = event as MessageEvent<string>;
        this.failures = 0;
        this.tell('live');
        this.post({ kind: 'event', name, data });
        this.listener.event(name, JSON.parse(data));
      });
    }
    source.onerror = () => {
      if (source !== this.source) return;
      this.tell('reconnecting');
      // Where the answer was not 200 an EventSource gives up for good and never says why.
      if (source.readyState === EventSourceState.CLOSED) this.comeBack();
    };
  }

  private comeBack(): void {
    this.source?.close();
    this.source = null;
    const delay = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** this.failures) * (0.5 + this.browser.random() / 2);
    this.failures++;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.browser.signedIn().then(
        (signedIn) => (signedIn ? this.open() : this.tell('signed-out')),
        () => this.comeBack(),
      );
    }, delay);
  }

  private tell(status: LinkStatus): void {
    if (status === this.status) return;
    this.status = status;
    if (this.leading) this.post({ kind: 'status', status });
    this.listener.status(status);
  }

  private post(message: Message): void {
    if (!this.stopped || message.kind === 'gone') this.channel.postMessage(message);
  }
}

/** EventSource's own constants, which jsdom does not have. */
export const EventSourceState = { CONNECTING: 0, OPEN: 1, CLOSED: 2 } as const;
