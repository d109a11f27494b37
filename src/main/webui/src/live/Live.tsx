import { useReducedMotion } from '@mantine/hooks';
import { notifyManager, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { StreamEvents } from '../api/types';
import { useMoment } from '../time/useMoment';
import { Applier } from './apply';
import { DisplayClock } from './clock';
import { Frames } from './frames';
import type { Happening } from './hold';
import { Hub, type Browser, type LinkStatus } from './hub';

export interface LiveState {
  status: LinkStatus;
  paused: boolean;
  /** Since when the figures stand still; null while they move. */
  frozenAt: number | null;
  togglePause(): void;
  reconnect(): void;
  watch(topics: string[]): void;
  clock: DisplayClock;
}

const LiveContext = createContext<LiveState | null>(null);

export function useLive(): LiveState {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive is for what lies within <Live>');
  return live;
}

const never = () => () => {};

/** The instant to show figures for; the component is drawn again at every tick. Looking back, nothing ticks. */
export function useTick(): number {
  const { clock } = useLive();
  const { asOf, asKnownAt } = useMoment();
  const past = asOf !== null || asKnownAt !== null;
  const present = useSyncExternalStore(past ? never : clock.subscribe, clock.snapshot);
  return asOf === null ? present : Date.parse(asOf);
}

const fromWindow = (): Browser => ({
  locks: navigator.locks,
  channel: (name) => new BroadcastChannel(name),
  stream: (url) => new EventSource(url),
  // Asked past the API client, whose 401 would open the log-in dialog in place of telling us.
  signedIn: async () => {
    const { status } = await fetch('/api/v1/me', { headers: { Accept: 'application/json' } });
    if (status >= 500) throw new Error(`/api/v1/me answered ${status}`);
    return status !== 401;
  },
  random: Math.random,
  now: Date.now,
});

interface LiveProps {
  children: ReactNode;
  onSignedOut(): void;
  browser?: Browser;
}

/** Holds the one stream, and lets what comes into the query cache while nobody has paused it. */
export function Live({ children, onSignedOut, browser }: LiveProps) {
  const cache = useQueryClient();
  const calm = useReducedMotion();
  const [clock] = useState(() => new DisplayClock());
  const [status, setStatus] = useState<LinkStatus>('connecting');
  const [paused, setPaused] = useState(false);
  const [frozenAt, setFrozenAt] = useState<number | null>(null);
  const pausedNow = useRef(false);
  const frames = useMemo(() => {
    const applier = new Applier(cache);
    return new Frames((all) => notifyManager.batch(() => applier.applyAll(all)));
  }, [cache]);
  const hub = useRef<Hub | null>(null);
  const signedOut = useRef(onSignedOut);
  signedOut.current = onSignedOut;

  useEffect(() => {
    const take = (happening: Happening) => {
      if (happening.name === 'hello') clock.setServerTime(Date.parse(happening.data.at));
      frames.add(happening);
    };
    const made = new Hub(crypto.getRandomValues(new Uint32Array(2)).join('-'), browser ?? fromWindow(), {
      event: (name, data) => take({ name, data: data as StreamEvents[typeof name] } as Happening),
      status: (next) => {
        setStatus(next);
        if (next === 'signed-out') signedOut.current();
      },
    });
    hub.current = made;
    const leave = () => {
      made.stop();
      frames.stop();
    };
    // A page that the browser kept and shows again has left its place in line.
    const back = ({ persisted }: PageTransitionEvent) => persisted && window.location.reload();
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', back);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', back);
      leave();
    };
  }, [frames, browser, clock]);

  const moving = status === 'live' && !paused;
  useEffect(() => {
    if (!moving) {
      setFrozenAt(clock.present());
      return;
    }
    setFrozenAt(null);
    clock.run(calm);
    return () => clock.halt();
  }, [moving, calm, clock]);

  const togglePause = useCallback(() => {
    pausedNow.current = !pausedNow.current;
    setPaused(pausedNow.current);
    frames.pause(pausedNow.current);
  }, [frames]);

  const state = useMemo<LiveState>(
    () => ({
      status,
      paused,
      frozenAt,
      togglePause,
      reconnect: () => hub.current?.reconnect(),
      watch: (topics) => hub.current?.want(topics),
      clock,
    }),
    [status, paused, frozenAt, togglePause, clock],
  );
  return <LiveContext value={state}>{children}</LiveContext>;
}
