import type { Claims } from '../../token.js';
import type { Admission, AnsweredRequest, BrokerAnswer } from './answers.js';
import type { ClientMessage, ServerMessage, SessionState } from './messages.js';
import type { Limits, Timing, TlsBounds, Turnstile } from './options.js';
import type { Ending, Member, Session, Stream } from './state.js';

export interface Presented {
  readonly token: string;
  readonly session: string;
  readonly secret: Uint8Array;
  readonly now: number;
  /** Whether the token came in a header, or in the query of an upgrade. */
  readonly over: 'over-http' | 'over-websocket';
}

/** An upgrade, before anything is answered. */
interface Knock {
  readonly name: string;
  /** Empty where there is none. */
  readonly token: string;
  /** The claims of a token that is good for the session; undefined for any other token. */
  readonly claims: Claims | undefined;
  readonly find: (name: string) => Session | undefined;
}

export type StateEvent = 'registered' | 'connected' | 'closed';

/** How permessage-deflate (RFC 7692) is agreed to; false where it is declined. */
export type Compression = false | { serverNoContextTakeover: boolean; clientNoContextTakeover: boolean };

/** All decisions of the broker on which the RFC has a clause. The numbers are its sections. */
export interface Rules {
  readonly limits: Limits;
  readonly timing: Timing;
  /** 2 */
  isName(value: unknown): value is string;
  /** 2: whether the stream has room for this peer. */
  hasRoom(stream: Stream, member: Member): boolean;
  /** 4.2 */
  nextState(session: Session, event: StateEvent): SessionState;
  /** 4.3: the seconds that are granted; undefined when the request is rejected. */
  grantTtl(asked: unknown, fallback: number, most: number): number | undefined;
  /** 4.3 */
  hasExpired(session: Session, now: number): boolean;
  /** 4.3: the effect of a message on the expiry. */
  touch(session: Session, now: number): void;
  /** 5: the body of a creation. Throws a DecodeError. */
  readBody(text: string): unknown;
  /** 5.1 */
  bearer(header: string | undefined): string | undefined;
  /** 5.2: the user to whom a creation from this address counts. */
  source(address: string): string;
  /** 5.3: whether the name of this session may be taken. */
  isFree(session: Session | undefined, now: number): boolean;
  /** 5.4: undefined when no token is required. */
  readonly turnstile: Turnstile | undefined;
  /** 6: whether a frame may have a message of this peer. */
  readsFrame(form: 'text' | 'binary', from: Claims): boolean;
  /** 6: one message of a peer. Throws a DecodeError. */
  readMessage(text: string, from: Claims): ClientMessage;
  /** 6: whether a frame or an upgrade that is wrong in this way, as ws names it, ends its own connection at most. */
  survives(wrong: string): boolean;
  readonly compression: Compression;
  /** 6.1: who is let in. */
  admit(knock: Knock): Admission;
  /** 6.2: the peers that get a peer message, each with the peer that the message names. */
  introductions(stream: Stream): readonly (readonly [told: Member, about: Member])[];
  /** 6.2: the members that get the matches of a session. */
  watchers(session: Session): readonly Member[];
  /** 6.2: the members that get the new state. */
  audience(session: Session, cause: Member): readonly Member[];
  /** 6.2 */
  mayStart(stream: Stream): boolean;
  /** 6.2: the texts that are sent for a message. */
  texts(message: ServerMessage, to: Claims, session: Session): readonly string[];
  /** 6.3 */
  isDead(member: Member, now: number, silence: number): boolean;
  /** 6.3: the payload of the pong; undefined when no pong is sent. */
  pong(payload: Uint8Array, from: Claims): Uint8Array | undefined;
  /** 6.4: milliseconds by which a message is delayed while later messages overtake it. */
  heldBack(message: ServerMessage): number;
  /** 7: the claims of a token that is good for this session, in either role. */
  authenticate(presented: Presented): Claims | undefined;
  /** 7 */
  mint(claims: Claims, secret: Uint8Array): string;
  /** 8.2; undefined leaves the WebSocket open. */
  closeCode(why: Ending): number | undefined;
  /** 8.2: the close code that follows this message; undefined when the WebSocket stays open. */
  closesAfter(message: ServerMessage, to: Claims): number | undefined;
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
  /** 11: changes every HTTP answer last, also those to upgrades and the 101. */
  answer(answer: BrokerAnswer, asked: AnsweredRequest): BrokerAnswer;
}
