import { randomBytes } from 'node:crypto';
import { base64url } from '../../../bytes/base64url.js';
import { DecodeError } from '../../../bytes/error.js';
import { isName } from '../../name.js';
import { type Claims, mint, token, verify } from '../../token.js';
import type { SessionState } from './messages.js';
import type { Ending, Member, Session, Stream } from './state.js';

export interface Presented {
  readonly token: string;
  readonly session: string;
  readonly secret: Uint8Array;
  readonly now: number;
}

export type StateEvent = 'registered' | 'connected' | 'closed';

/** Every decision of the broker that a clause of the RFC speaks about, in one table. */
export interface Rules {
  /** 2 */
  isName(value: unknown): value is string;
  /** 4.2 */
  nextState(session: Session, event: StateEvent): SessionState;
  /** 4.3: seconds granted, or undefined for a refusal. */
  grantTtl(asked: unknown, fallback: number, most: number): number | undefined;
  /** 4.3 */
  hasExpired(session: Session, now: number): boolean;
  /** 4.3: what a message of a member does to the expiry. */
  touch(session: Session, now: number): void;
  /** 5.1 */
  bearer(header: string | undefined): string | undefined;
  /** 5.3: whether the name of this session may be taken. */
  isFree(session: Session | undefined, now: number): boolean;
  /** 6.2: those to whom a peer message is due, each with the one it is told about. */
  introductions(stream: Stream): readonly (readonly [told: Member, about: Member])[];
  /** 6.2 */
  watchers(session: Session): readonly Member[];
  /** 6.2: who is told the state. */
  audience(session: Session, cause: Member): readonly Member[];
  /** 6.2 */
  mayStart(stream: Stream): boolean;
  /** 6.3 */
  isDead(member: Member, now: number, silence: number): boolean;
  /** 2: peers of one stream. */
  hasRoom(stream: Stream, member: Member): boolean;
  /** 7: the claims of a token that is good for this session, in either role. */
  authenticate(presented: Presented): Claims | undefined;
  /** 7 */
  mint(claims: Claims, secret: Uint8Array): string;
  /** 8.2; undefined leaves the WebSocket open. */
  closeCode(why: Ending): number | undefined;
  /** 9.1 */
  mayAdminister(claims: Claims): boolean;
  /** 9.1 */
  mayRegister(claims: Claims, stream: string | undefined): boolean;
  /** 9.2 */
  passphrase(): string;
}

export const rules: Rules = Object.freeze<Rules>({
  isName,

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

  bearer: (header) => /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1],

  isFree: (session, now) => session === undefined || session.state === 'CLOSED' || now >= session.expiresAt,

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

  isDead: (member, now, silence) => now - member.seen >= silence,

  hasRoom: (stream, member) => stream.peers.includes(member) || stream.peers.length < 2,

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

  closeCode: (why) => (why === 'dead' || why === 'fault' ? 1011 : 1000),

  mayAdminister: ({ role }) => role === 'admin',

  mayRegister: (claims, stream) =>
    claims.role === 'peer' && (stream === undefined || stream === claims.stream),

  /** 256 bits: 43 characters, within the 10 to 79 that SRT takes. */
  passphrase: () => base64url.encode(randomBytes(32)),
});

export const isMatched = (stream: Stream): boolean => stream.peers.length === 2;
