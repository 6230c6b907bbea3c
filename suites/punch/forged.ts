/** Tokens that a broker must reject, each made from a good one. */
import { alterBit, payloadOf, unpadded } from './forgery.js';
import { secondSession } from './peers.js';
import type { PunchPort, PunchSession } from './port.js';
import { minted } from './steps.js';

export interface Forged {
  readonly slug: string;
  readonly section: string;
  readonly requires: readonly string[];
  readonly title: string;
  /** The Authorization header or the query, made from a good token. */
  readonly make: (good: string, punch: PunchPort, session: PunchSession) => Promise<string> | string;
}

export const soon = (): number => Math.floor(Date.now() / 1000) + 600;

export const forged: readonly Forged[] = [
  {
    slug: 'malformed',
    section: '5.1',
    requires: ['PUNCH-5.1-3'],
    title: 'a text that is no token',
    make: () => 'hello',
  },
  {
    slug: 'no-prefix',
    section: '7',
    requires: ['PUNCH-7-1', 'PUNCH-5.1-3'],
    title: 'a token without its p_',
    make: (good) => good.slice(2),
  },
  {
    slug: 'no-signature',
    section: '7',
    requires: ['PUNCH-7-9', 'PUNCH-5.1-3'],
    title: 'a token without its signature',
    make: (good) => good.slice(0, good.indexOf('.')),
  },
  {
    slug: 'empty-signature',
    section: '7',
    requires: ['PUNCH-7-9', 'PUNCH-5.1-3'],
    title: 'a token with an empty signature',
    make: (good) => good.slice(0, good.indexOf('.') + 1),
  },
  {
    slug: 'one-bit',
    section: '7',
    requires: ['PUNCH-7-9'],
    title: 'a signature of which the last byte has one bit changed',
    make: (good) => alterBit(good, 31),
  },
  {
    slug: 'first-bit',
    section: '7',
    requires: ['PUNCH-7-9'],
    title: 'a signature of which the first byte has one bit changed',
    make: (good) => alterBit(good, 0),
  },
  {
    slug: 'truncated',
    section: '7',
    requires: ['PUNCH-7-9', 'PUNCH-5.1-3'],
    title: 'a signature that is cut to 16 bytes',
    make: (good) => good.slice(0, good.indexOf('.') + 22),
  },
  {
    slug: 'altered-payload',
    section: '7',
    requires: ['PUNCH-7-9'],
    title: 'a payload that was extended by a year under the old signature',
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
    title: 'a signature spelled with padding',
    make: (good) => `${good}=`,
  },
  {
    slug: 'other-session',
    section: '5.1',
    requires: ['PUNCH-5.1-4', 'PUNCH-7-3'],
    title: "another session's token",
    make: async (_good, punch) => (await secondSession(punch)).admin(),
  },
  {
    slug: 'expired',
    section: '7',
    requires: ['PUNCH-7-6'],
    title: 'an expired token',
    make: (_good, punch, { name }) =>
      minted(punch, { session: name, role: 'admin', stream: null, exp: Math.floor(Date.now() / 1000) - 5 }),
  },
  {
    slug: 'expired-by-a-minute',
    section: '7',
    requires: ['PUNCH-7-6', 'PUNCH-7-7'],
    title: 'a token whose exp is now in milliseconds turned to the past in seconds',
    make: (_good, punch, { name }) =>
      minted(punch, { session: name, role: 'admin', stream: null, exp: Math.floor(Date.now() / 1000) - 60 }),
  },
  {
    slug: 'unknown-role',
    section: '7',
    requires: ['PUNCH-7-4'],
    title: 'a well signed token of the role owner',
    make: (_good, punch, { name }) =>
      minted(punch, { session: name, role: 'owner', stream: null, exp: soon() }),
  },
  {
    slug: 'no-session',
    section: '7',
    requires: ['PUNCH-7-2'],
    title: 'a well signed token that names no session',
    make: (_good, punch) => minted(punch, { role: 'admin', stream: null, exp: soon() }),
  },
  {
    slug: 'no-exp',
    section: '7',
    requires: ['PUNCH-7-7'],
    title: 'a well signed token without exp',
    make: (_good, punch, { name }) => minted(punch, { session: name, role: 'admin', stream: null }),
  },
  {
    slug: 'no-stream',
    section: '7',
    requires: ['PUNCH-7-5'],
    title: 'a well signed peer token without a stream',
    make: (_good, punch, { name }) => minted(punch, { session: name, role: 'peer', exp: soon() }),
  },
];
