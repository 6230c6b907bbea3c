/** Tokens that a broker must reject, each made from a good one. */
import type { Clock } from '../model.js';
import { alterBit, cutSignature, payloadOf, unpadded } from './forgery.js';
import { secondSession } from './peers.js';
import type { PunchPort, PunchSession } from './port.js';
import { minted } from './steps.js';

export interface Forged {
  readonly slug: string;
  readonly section: string;
  readonly requires: readonly string[];
  /** The level of its cases, if the clause of the upgrade would make them stronger than the clause of the token. */
  readonly level?: 'should';
  readonly title: string;
  readonly why: string;
  /** The Authorization header or the query, made from a good token. */
  readonly make: (
    good: string,
    punch: PunchPort,
    session: PunchSession,
    clock: Clock,
  ) => Promise<string> | string;
}

/** Seconds since 1970, the unit of `exp`. */
const inSeconds = (clock: Clock, from: number): number => Math.floor(clock.now() / 1000) + from;

/** Long enough for any case. */
export const soon = (clock: Clock): number => inSeconds(clock, 600);

export const forged: readonly Forged[] = [
  {
    slug: 'malformed',
    section: '5.1',
    requires: ['PUNCH-5.1-3'],
    title: 'a text that is not a token',
    why: 'A broker that lets unreadable credentials through is open to everybody.',
    make: () => 'hello',
  },
  {
    slug: 'no-prefix',
    section: '7',
    requires: ['PUNCH-7-1', 'PUNCH-5.1-3'],
    title: 'a token without its p_',
    why: 'Log scrubbers find tokens by the prefix: without it they leak.',
    make: (good) => good.slice(2),
  },
  {
    slug: 'no-signature',
    section: '7',
    requires: ['PUNCH-7-9', 'PUNCH-5.1-3'],
    title: 'a token without its signature',
    why: 'Anybody makes an admin token by writing down its claims.',
    make: (good) => good.slice(0, good.indexOf('.')),
  },
  {
    slug: 'empty-signature',
    section: '7',
    requires: ['PUNCH-7-9', 'PUNCH-5.1-3'],
    title: 'a token with an empty signature',
    why: 'A comparison over the length of the given signature accepts every token.',
    make: (good) => good.slice(0, good.indexOf('.') + 1),
  },
  {
    slug: 'one-bit',
    section: '7',
    requires: ['PUNCH-7-9'],
    title: 'a token with one bit of the last signature byte changed',
    why: 'A comparison that stops before the last byte makes a signature easier to guess.',
    make: (good) => alterBit(good, 31),
  },
  {
    slug: 'first-bit',
    section: '7',
    requires: ['PUNCH-7-9'],
    title: 'a token with one bit of the first signature byte changed',
    why: 'A comparison that skips the first byte makes a signature easier to guess.',
    make: (good) => alterBit(good, 0),
  },
  {
    slug: 'truncated',
    section: '7',
    requires: ['PUNCH-7-9', 'PUNCH-5.1-3'],
    title: 'a token with its signature cut to 16 bytes',
    why: 'A prefix comparison accepts a signature that is easier to guess.',
    make: (good) => cutSignature(good, 16),
  },
  {
    slug: 'altered-payload',
    section: '7',
    requires: ['PUNCH-7-9'],
    title: 'a token with its exp moved by a year under the old signature',
    why: 'A peer extends its own link, or makes itself an admin.',
    make: (good) => {
      const payload = payloadOf(good);
      const later = JSON.stringify({ ...payload, exp: Number(payload['exp']) + 31_536_000 });
      return `p_${unpadded(later)}${good.slice(good.indexOf('.'))}`;
    },
  },
  {
    slug: 'padding',
    section: '7',
    requires: ['PUNCH-7-10'],
    level: 'should',
    title: 'a token with padding after its signature',
    why: 'One token has several spellings, and a revocation list knows only one.',
    make: (good) => `${good}=`,
  },
  {
    slug: 'other-session',
    section: '5.1',
    requires: ['PUNCH-5.1-4', 'PUNCH-7-3'],
    title: 'a token of another session',
    why: 'The link of one show opens every other show.',
    make: async (_good, punch) => (await secondSession(punch)).admin(),
  },
  {
    slug: 'session-prefix',
    section: '5.1',
    requires: ['PUNCH-5.1-4', 'PUNCH-7-3'],
    title: 'a signed token of a session whose name is a prefix of this one',
    why: 'The creator of a session with a short name opens all sessions whose names begin with it.',
    make: (_good, punch, { name }, clock) =>
      minted(punch, { session: name.slice(0, -1), role: 'admin', stream: null, exp: soon(clock) }),
  },
  {
    slug: 'expired',
    section: '7',
    requires: ['PUNCH-7-6'],
    title: 'a token that expired five seconds ago',
    why: 'Links that circulate in chats work for ever.',
    make: (_good, punch, { name }, clock) =>
      minted(punch, { session: name, role: 'admin', stream: null, exp: inSeconds(clock, -5) }),
  },
  {
    slug: 'expired-by-a-minute',
    section: '7',
    requires: ['PUNCH-7-6', 'PUNCH-7-7'],
    title: 'a token that expired a minute ago',
    why: 'A broker that reads exp in milliseconds, or with a long tolerance, accepts old links.',
    make: (_good, punch, { name }, clock) =>
      minted(punch, { session: name, role: 'admin', stream: null, exp: inSeconds(clock, -60) }),
  },
  {
    slug: 'unknown-role',
    section: '7',
    requires: ['PUNCH-7-4'],
    title: 'a signed token with the role owner',
    why: 'A broker that only compares with peer takes any other role for an admin.',
    make: (_good, punch, { name }, clock) =>
      minted(punch, { session: name, role: 'owner', stream: null, exp: soon(clock) }),
  },
  {
    slug: 'no-session',
    section: '7',
    requires: ['PUNCH-7-2'],
    title: 'a signed token without session',
    why: 'One token opens every session.',
    make: (_good, punch, _session, clock) => minted(punch, { role: 'admin', stream: null, exp: soon(clock) }),
  },
  {
    slug: 'no-exp',
    section: '7',
    requires: ['PUNCH-7-7'],
    title: 'a signed token without exp',
    why: 'A join link that leaks once stays valid for ever.',
    make: (_good, punch, { name }) => minted(punch, { session: name, role: 'admin', stream: null }),
  },
  {
    slug: 'no-stream',
    section: '7',
    requires: ['PUNCH-7-5'],
    title: 'a signed peer token without stream',
    why: 'The peer takes the place of any camera, or counts as an admin.',
    make: (_good, punch, { name }, clock) => minted(punch, { session: name, role: 'peer', exp: soon(clock) }),
  },
];
