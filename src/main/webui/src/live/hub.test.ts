import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventSourceState, Hub, type Browser, type LinkStatus } from './hub';

/** One browser for several tabs: a lock, a channel, and the streams that were opened. */
class FakeBrowser {
  readonly channels = new Set<FakeChannel>();
  readonly streams: FakeStream[] = [];
  private readonly queue: (() => Promise<void>)[] = [];
  private held = false;
  session: 'in' | 'out' | 'unreachable' = 'in';

  tab(): Browser {
    return {
      locks: { request: ((_: string, work: () => Promise<void> | undefined) => this.request(work)) as LockManager['request'] },
      channel: () => {
        const channel = new FakeChannel(this);
        this.channels.add(channel);
        return channel;
      },
      stream: (url) => {
        const stream = new FakeStream(url);
        this.streams.push(stream);
        return stream as unknown as EventSource;
      },
      signedIn: async () => {
        if (this.session === 'unreachable') throw new Error('offline');
        return this.session === 'in';
      },
      random: () => 1,
      now: () => Date.now(),
    };
  }

  get open(): FakeStream[] {
    return this.streams.filter(({ closed }) => !closed);
  }

  private request(work: () => Promise<void> | undefined): Promise<void> {
    return new Promise((done) => {
      this.queue.push(async () => {
        await work();
        done();
      });
      void this.next();
    });
  }

  private async next(): Promise<void> {
    if (this.held) return;
    const first = this.queue.shift();
    if (!first) return;
    this.held = true;
    await first();
    this.held = false;
    void this.next();
  }
}

class FakeChannel {
  onmessage: ((event: MessageEvent) => void) | null = null;
  constructor(private readonly browser: FakeBrowser) {}
  postMessage(data: unknown) {
    for (const other of this.browser.channels) {
      if (other !== this) other.onmessage?.({ data: structuredClone(data) } as MessageEvent);
    }
  }
  close() {
    this.browser.channels.delete(this);
  }
}

class FakeStream {
  readyState: number = EventSourceState.OPEN;
  closed = false;
  onerror: (() => void) | null = null;
  private readonly listeners = new Map<string, (event: { data: string }) => void>();
  constructor(readonly url: string) {}
  addEventListener(name: string, listener: (event: { data: string }) => void) {
    this.listeners.set(name, listener);
  }
  close() {
    this.closed = true;
  }
  send(name: string, data: unknown) {
    this.listeners.get(name)?.({ data: JSON.stringify(data) });
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.onerror?.();
  }
}

function tabOf(browser: FakeBrowser, name: string) {
  const events: [string, unknown][] = [];
  const statuses: LinkStatus[] = [];
  const hub = new Hub(name, browser.tab(), {
    event: (kind, data) => events.push([kind, data]),
    status: (status) => statuses.push(status),
  });
  return { hub, events, statuses };
}

const settle = (ms = 300) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the tabs of one browser', () => {
  it('have one stream, whose events all of them see', async () => {
    const browser = new FakeBrowser();
    const tabs = ['a', 'b', 'c'].map((name) => tabOf(browser, name));
    await settle();
    expect(browser.open).toHaveLength(1);
    expect(tabs.map(({ hub }) => hub.isLeader)).toEqual([true, false, false]);

    browser.open[0]!.send('value', { id: 'p1' });
    for (const { events } of tabs) expect(events).toEqual([['value', { id: 'p1' }]]);
    for (const { statuses } of tabs) expect(statuses.at(-1)).toBe('live');
  });

  it('give the lead to another when the leader goes, with the topics that are still wanted', async () => {
    const browser = new FakeBrowser();
    const [first, second] = ['a', 'b'].map((name) => tabOf(browser, name));
    second!.hub.want(['project:two']);
    await settle();
    first!.hub.stop();
    await settle();
    expect(second!.hub.isLeader).toBe(true);
    expect(browser.open).toHaveLength(1);
    expect(decodeURIComponent(browser.open[0]!.url)).toBe('/api/v1/stream?topics=portfolio,alerts,project:two');
  });

  it('have their topics on the one stream; what is there already does not open it again', async () => {
    const browser = new FakeBrowser();
    const [first, second] = ['a', 'b'].map((name) => tabOf(browser, name));
    await settle();
    first!.hub.want(['project:one']);
    second!.hub.want(['project:two']);
    await settle();
    expect(browser.open).toHaveLength(1);
    expect(decodeURIComponent(browser.open[0]!.url)).toContain('portfolio,alerts,project:one,project:two');
    const opened = browser.streams.length;
    first!.hub.want(['project:two']);
    await settle();
    expect(browser.streams).toHaveLength(opened);
  });

  it('learn the status when they come late', async () => {
    const browser = new FakeBrowser();
    tabOf(browser, 'a');
    await settle();
    browser.open[0]!.send('hello', { recovered: false });
    const late = tabOf(browser, 'b');
    await settle();
    expect(late.statuses.at(-1)).toBe('live');
  });
});

describe('a stream that breaks', () => {
  it('is left to the browser while it reconnects by itself', async () => {
    const browser = new FakeBrowser();
    const { statuses } = tabOf(browser, 'a');
    await settle();
    browser.open[0]!.send('hello', {});
    browser.open[0]!.fail(EventSourceState.CONNECTING);
    await settle(60_000);
    expect(browser.streams).toHaveLength(1);
    expect(statuses.at(-1)).toBe('reconnecting');
  });

  it('is made anew, later each time, where the answer ended it for good', async () => {
    const browser = new FakeBrowser();
    tabOf(browser, 'a');
    await settle();
    for (const [failures, delay] of [1_000, 2_000, 4_000].entries()) {
      browser.open[0]!.fail(EventSourceState.CLOSED);
      await settle(delay - 50);
      expect(browser.streams).toHaveLength(failures + 1);
      await settle(100);
      expect(browser.streams).toHaveLength(failures + 2);
    }
    browser.open[0]!.send('hello', {});
    browser.open[0]!.fail(EventSourceState.CLOSED);
    await settle(1_050);
    expect(browser.streams).toHaveLength(5);
  });

  it('goes on trying while the server is away', async () => {
    const browser = new FakeBrowser();
    tabOf(browser, 'a');
    await settle();
    browser.session = 'unreachable';
    browser.open[0]!.fail(EventSourceState.CLOSED);
    await settle(120_000);
    expect(browser.streams).toHaveLength(1);
    browser.session = 'in';
    await settle(31_000);
    expect(browser.open).toHaveLength(1);
  });

  it('says so where the session has ended, and comes back after a log-in', async () => {
    const browser = new FakeBrowser();
    const { hub, statuses } = tabOf(browser, 'a');
    await settle();
    browser.session = 'out';
    browser.open[0]!.fail(EventSourceState.CLOSED);
    await settle(1_100);
    expect(statuses.at(-1)).toBe('signed-out');
    expect(browser.open).toHaveLength(0);
    browser.session = 'in';
    hub.reconnect();
    browser.open[0]!.send('hello', {});
    expect(statuses.at(-1)).toBe('live');
  });
});
