import type { Claims } from '../../token.js';
import type { Endpoint, ServerMessage } from './messages.js';
import type { Limits, Timing, Turnstile } from './options.js';
import type { Rules } from './rules.js';
import type { Session } from './state.js';

/** An HTTP answer on its way out, those of refused upgrades included. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an upgrade comes to: an answer refuses it. */
export type Admission = Answer | { readonly claims: Claims; readonly session: Session };

export interface Knock {
  readonly name: string;
  /** Empty where there is none. */
  readonly token: string;
  readonly find: (name: string) => Session | undefined;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly upgrade: boolean;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Where a deliberately wrong broker is wrong. A broker that is meant to be right has none of these. */
export interface Faults {
  readonly rules?: Partial<Rules>;
  readonly limits?: Partial<Limits>;
  readonly timing?: Partial<Timing>;
  /** The last word on every HTTP answer. */
  readonly answer?: (answer: Answer, asked: Asked) => Answer;
  /** What is sent instead of a message; none when the array is empty. */
  readonly outgoing?: (message: ServerMessage, to: Claims, session: Session) => readonly unknown[];
  /** What is read instead of the text of a message. */
  readonly incoming?: (text: string, from: Claims) => string;
  /** What is read instead of the body of a creation. */
  readonly body?: (text: string) => string;
  /** What an upgrade comes to, instead of what is due. */
  readonly admit?: (due: Admission, knock: Knock) => Admission;
  /** Milliseconds that a message is put off, while others pass it by. */
  readonly delay?: (message: ServerMessage) => number;
  /** Runs before a session is put where others see it. */
  readonly beforeCreation?: () => Promise<void>;
  /** Asks for a Turnstile token where nobody configured one. */
  readonly turnstileAlways?: Turnstile;
  readonly onRegistered?: (endpoint: Endpoint) => void;
  /** The stream that a register is for, instead of the one of the token. */
  readonly streamOf?: (claims: Claims, session: Session, asked: string | undefined) => string | undefined;
  /** Closes with this code behind every error message. */
  readonly closeOnError?: number;
  /** Closes with this code behind every frame that RFC 6455 forbids. */
  readonly closeOnBrokenFrame?: number;
  /** Whether the whole broker goes down with a frame or an upgrade that is wrong in this way, as ws names it. */
  readonly diesOf?: (wrong: string) => boolean;
  /** Agrees to compression, and knows none. */
  readonly claimsDeflate?: boolean;
  /** Frames that one message may come in. */
  readonly fragments?: number;
  readonly onPing?: 'ignore' | 'empty';
  readonly minTls?: 'TLSv1' | 'TLSv1.1';
  readonly maxTls?: 'TLSv1.1';
  readonly key?: (address: string) => string;
}
