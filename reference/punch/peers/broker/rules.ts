import type { Claims } from '../../token.js';
import type { Admission, Answer, Asked } from './answers.js';
import type { ClientMessage, ServerMessage, SessionState } from './messages.js';
import type { Limits, Timing, TlsBounds, Turnstile } from './options.js';
import type { Ending, Member, Session, Stream } from './state.js';

export interface Presented {
  readonly token: string;
  readonly session: string;
  readonly secret: Uint8Array;
  readonly now: number;
  /** In a header, or in the query of an upgrade. */
  readonly over: 'over-http' | 'over-websocket';
}

/** An upgrade, before anything is answered. */
export interface Knock {
  readonly name: string;
  /** Empty where there is none. */
  readonly token: string;
  /** Of a token that is good for the session; undefined for any other. */
  readonly claims: Claims | undefined;
  readonly find: (name: string) => Session | undefined;
}

export type StateEvent = 'registered' | 'connected' | 'closed';

/** How permessage-deflate (RFC 7692) is agreed to; false where it is declined. */
export type Compression = false | { serverNoContextTakeover: boolean; clientNoContextTakeover: boolean };

/** Every decision of the broker that a clause of the RFC speaks about, in one table. */
export interface Rules {
  readonly limits: Limits;
  readonly timing: Timing;
  /** 2 */
  isName(value: unknown): value is string;
  /** 2: peers of one stream. */
  hasRoom(stream: Stream, member: Member): boolean;
  /** 4.2 */
  nextState(session: Session, event: StateEvent): SessionState;
  /** 4.3: seconds granted, or undefined for a refusal. */
  grantTtl(asked: unknown, fallback: number, most: number): number | undefined;
  /** 4.3 */
  hasExpired(session: Session, now: number): boolean;
  /** 4.3: what a message of a member does to the expiry. */
  touch(session: Session, now: number): void;
  /** 5: the body of a creation. Throws a DecodeError. */
  readBody(text: string): unknown;
  /** 5.1 */
  bearer(header: string | undefined): string | undefined;
  /** 5.2: whose creations are counted together. */
  source(address: string): string;
  /** 5.3: whether the name of this session may be taken. */
  isFree(session: Session | undefined, now: number): boolean;
  /** 5.4: undefined where no token is asked for. */
  readonly turnstile: Turnstile | undefined;
  /** 6: one message of a peer. Throws a DecodeError. */
  readMessage(text: string, from: Claims): ClientMessage;
  /** 6: whether a frame or an upgrade that is wrong in this way, as ws names it, ends its own connection at most. */
  survives(wrong: string): boolean;
  readonly compression: Compression;
  /** 6.1: who is let in. */
  admit(knock: Knock): Admission;
  /** 6.2: those to whom a peer message is due, each with the one it is told about. */
  introductions(stream: Stream): readonly (readonly [told: Member, about: Member])[];
  /** 6.2: who observes the matches of a session. */
  watchers(session: Session): readonly Member[];
  /** 6.2: who is told the state. */
  audience(session: Session, cause: Member): readonly Member[];
  /** 6.2 */
  mayStart(stream: Stream): boolean;
  /** 6.2: the texts in which a message goes out. */
  texts(message: ServerMessage, to: Claims, session: Session): readonly string[];
  /** 6.3 */
  isDead(member: Member, now: number, silence: number): boolean;
  /** 6.3: the payload of the pong; undefined where none is sent. */
  pong(payload: Uint8Array): Uint8Array | undefined;
  /** 6.4: milliseconds for which others pass a message by. */
  heldBack(message: ServerMessage): number;
  /** 7: the claims of a token that is good for this session, in either role. */
  authenticate(presented: Presented): Claims | undefined;
  /** 7 */
  mint(claims: Claims, secret: Uint8Array): string;
  /** 8.2; undefined leaves the WebSocket open. */
  closeCode(why: Ending): number | undefined;
  /** 8.2: the code with which a message is the last one; undefined for all others. */
  closesAfter(message: ServerMessage): number | undefined;
  /** 9.1 */
  mayAdminister(claims: Claims): boolean;
  /** 9.1 */
  mayRegister(claims: Claims, stream: string | undefined): boolean;
  /** 9.1: the stream that a register message is for. */
  streamOf(claims: Claims, session: Session, asked: string | undefined): string | undefined;
  /** 9.2 */
  passphrase(): string;
  /** 9.6 */
  readonly tls: TlsBounds;
  /** 11: the last word on every HTTP answer, those of upgrades and the 101 among them. */
  answer(answer: Answer, asked: Asked): Answer;
}
