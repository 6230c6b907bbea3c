import { randomBytes } from 'node:crypto';
import { base64url } from '../../../bytes/base64url.js';
import { DecodeError } from '../../../bytes/error.js';
import { parseJson } from '../../../bytes/json.js';
import { isName } from '../../name.js';
import { mint, token, verify } from '../../token.js';
import { authFailed, notFound } from './answers.js';
import { readMessage } from './messages.js';
import { defaultLimits, defaultTiming, PROTOCOL_VERSION } from './options.js';
import type { Rules } from './rules.js';
import type { Stream } from './state.js';

/** The rules as the RFC reads. */
export const literal: Rules = Object.freeze<Rules>({
  limits: defaultLimits,
  timing: defaultTiming,

  isName,

  hasRoom: (stream, member) => stream.peers.includes(member) || stream.peers.length < 2,

  nextState(session, event) {
    if (event === 'closed' || session.state === 'CLOSED') return 'CLOSED';
    if (event === 'connected' || session.state === 'CONNECTED') return 'CONNECTED';
    return session.state === 'READY' || [...session.streams.values()].some(isMatched) ? 'READY' : 'WAITING';
  },

  grantTtl(asked, fallback, most) {
    if (asked === undefined) return fallback;
    const granted = typeof asked === 'number' && Number.isInteger(asked) && asked >= 1 && asked <= most;
    return granted ? asked : undefined;
  },

  hasExpired: (session, now) => now >= session.expiresAt,

  touch() {},

  readBody: parseJson,

  bearer: (header) => /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1],

  source: (address) => address,

  isFree: (session, now) => session === undefined || session.state === 'CLOSED' || now >= session.expiresAt,

  turnstile: undefined,

  readsFrame: (form) => form === 'text',

  readMessage,

  survives: () => true,

  // Without context takeover, the memory of a peer stays bounded.
  compression: { serverNoContextTakeover: true, clientNoContextTakeover: true },

  admit({ name, claims, find }) {
    if (!claims) return authFailed();
    const session = find(name);
    if (!session) return notFound();
    return claims.stream !== null && !session.streams.has(claims.stream) ? authFailed() : { claims, session };
  },

  introductions({ peers: [first, second] }) {
    if (!first || !second) return [];
    return [
      [first, second],
      [second, first],
    ];
  },

  watchers: (session) => [...session.members].filter(({ claims }) => claims.role === 'admin'),

  audience: (session) => [...session.members],

  mayStart: (stream) => isMatched(stream) && stream.peers.every(({ ready }) => ready),

  texts: (message) => [JSON.stringify(message)],

  isDead: (member, now, silence) => now - member.seen >= silence,

  pong: (payload) => payload,

  heldBack: () => 0,

  authenticate({ token: text, session, secret, now }) {
    try {
      const { role } = token.decode(text).claims;
      return verify(text, { session, secret, now, role });
    } catch (error) {
      if (error instanceof DecodeError) return undefined;
      throw error;
    }
  },

  mint,

  closeCode: (why) => (why === 'dead' || why === 'fault' || why === 'broken-frame' ? 1011 : 1000),

  closesAfter: () => undefined,

  mayAdminister: ({ role }) => role === 'admin',

  mayRegister: (claims, stream) =>
    claims.role === 'peer' && (stream === undefined || stream === claims.stream),

  streamOf: ({ stream }) => stream ?? undefined,

  /** 256 bits: 43 characters, within the 10 to 79 that SRT takes. */
  passphrase: () => base64url.encode(randomBytes(32)),

  tls: { minVersion: 'TLSv1.2' },

  answer: (answer) => ({ ...answer, headers: { ...answer.headers, 'Punch-Version': PROTOCOL_VERSION } }),
});

export const isMatched = (stream: Stream): boolean => stream.peers.length === 2;
