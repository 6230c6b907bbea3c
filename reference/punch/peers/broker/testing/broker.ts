/** The parts of a broker without sockets and without the time of the wall. */
import type { Claims } from '../../../token.js';
import type { Clock } from '../clock.js';
import type { ServerMessage } from '../messages.js';
import type { LogEvent } from '../options.js';
import { type BrokerOptions, type BrokerSettings, settle } from '../settings.js';
import type { Ending, Link, Member, Session, Stream } from '../state.js';

interface ManualClock extends Clock {
  /** Runs what is due on the way, in order. */
  advance(ms: number): void;
  /** The acts that still wait. */
  readonly waiting: number;
}

export const START = 1_800_000_000_000;

function manualClock(): ManualClock {
  let time = START;
  const acts = new Map<object, { at: number; act: () => void }>();
  return {
    now: () => time,
    after(ms, act) {
      const key = {};
      acts.set(key, { at: time + Math.max(0, ms), act });
      return () => void acts.delete(key);
    },
    advance(ms) {
      const end = time + ms;
      for (;;) {
        const [next] = [...acts].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
        if (next === undefined) break;
        const [key, { at, act }] = next;
        acts.delete(key);
        time = Math.max(time, at);
        act();
      }
      time = end;
    },
    get waiting() {
      return acts.size;
    },
  };
}

export interface TestSettings extends BrokerSettings {
  readonly clock: ManualClock;
  readonly logged: LogEvent[];
}

export function testSettings(options: Omit<BrokerOptions, 'clock' | 'log'> = {}): TestSettings {
  const clock = manualClock();
  const logged: LogEvent[] = [];
  const secret = new Uint8Array(32).fill(7);
  const settings = settle({ secret, ...options, clock, log: (event) => logged.push(event) });
  return { ...settings, clock, logged };
}

export interface TestLink extends Link {
  readonly sent: ServerMessage[];
  readonly closed: Ending[];
}

export function testLink(address = '192.0.2.1'): TestLink {
  const sent: ServerMessage[] = [];
  const closed: Ending[] = [];
  return {
    address,
    sent,
    closed,
    send: (message) => void sent.push(message),
    close: (why) => void closed.push(why),
  };
}

export const peerOf = (stream = 'main'): Claims => ({
  session: 'show',
  role: 'peer',
  stream,
  exp: 2_000_000_000,
});
export const admin: Claims = { session: 'show', role: 'admin', stream: null, exp: 2_000_000_000 };

export function testSession(...names: readonly string[]): Session {
  const streams = (names.length > 0 ? names : ['main']).map((name): [string, Stream] => [
    name,
    { name, peers: [], started: false },
  ]);
  return {
    name: 'show',
    streams: new Map(streams),
    members: new Set(),
    latency: 120,
    ttl: 60,
    created: START,
    expiresAt: START + 60_000,
    passphrase: 'p'.repeat(43),
    state: 'WAITING',
    disarm: () => {},
  };
}

export interface TestMember extends Member {
  readonly link: TestLink;
}

export function memberOf(session: Session, claims: Claims = peerOf(), address?: string): TestMember {
  const member = { link: testLink(address), claims, session, opened: START, seen: START, ready: false };
  session.members.add(member);
  return member;
}
