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
  /** Runs before a session is put where others see it. */
  readonly beforeCreation?: () => Promise<void>;
  /** Asks for a Turnstile token where nobody configured one. */
  readonly turnstileAlways?: Turnstile;
  readonly onRegistered?: (endpoint: Endpoint) => void;
  /** The stream that a register is for, instead of the one of the token. */
  readonly streamOf?: (claims: Claims, session: Session, asked: string | undefined) => string | undefined;
  /** Closes with this code behind every error message. */
  readonly closeOnError?: number;
  readonly onPing?: 'ignore' | 'empty';
  readonly minTls?: 'TLSv1' | 'TLSv1.1';
  readonly key?: (address: string) => string;
}
