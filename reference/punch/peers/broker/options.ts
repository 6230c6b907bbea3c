import type { SecureVersion } from 'node:tls';

export const PROTOCOL_VERSION = '1.0.0';

export interface Limits {
  /** Live sessions at once. */
  readonly sessions: number;
  readonly streams: number;
  /** Admin observers of one session. */
  readonly observers: number;
  /** WebSockets of one session beyond a pair for each stream and its observers. */
  readonly spareSockets: number;
  readonly sockets: number;
  readonly bodyBytes: number;
  readonly messageBytes: number;
  /** The most frames of one message. */
  readonly fragments: number;
  /** RFC 5.2: POST /api/session for each source address. */
  readonly creations: Rate;
  /** RFC 9.5: WebSocket messages for each token. */
  readonly messages: Rate;
  /** Source addresses and tokens whose use is remembered. */
  readonly counters: number;
}

export interface Rate {
  readonly amount: number;
  /** Milliseconds. */
  readonly per: number;
}

export interface Timing {
  /** RFC 4.3, seconds. */
  readonly defaultTtl: number;
  readonly maxTtl: number;
  /** Milliseconds. Closing begins this long before expiresAt, because a timer may be late. */
  readonly closingMargin: number;
  /** RFC 6.2. */
  readonly registration: number;
  /** RFC 6.3. */
  readonly silence: number;
  /** Milliseconds between pings, and between two sweeps for silent members. */
  readonly ping: number;
  readonly sweep: number;
}

/** Tells whether a Turnstile token passes. Given only when the deployment asks for one (RFC 5.4). */
export type Turnstile = (token: string, address: string) => Promise<boolean>;

/** What may be logged (RFC 9.7): never a token, a passphrase or a message. */
export interface LogEvent {
  readonly event: 'session-created' | 'session-closed' | 'auth-failed' | 'rate-limited' | 'fault';
  readonly session?: string;
  readonly address?: string;
  readonly detail?: string;
}

/** The versions and ciphers of TLS. Without ciphers, Node's defaults apply. */
export interface TlsBounds {
  readonly minVersion: SecureVersion;
  readonly maxVersion?: SecureVersion;
  readonly ciphers?: string;
}

export const defaultLimits: Limits = Object.freeze({
  sessions: 10_000,
  streams: 64,
  observers: 16,
  spareSockets: 16,
  sockets: 20_000,
  bodyBytes: 16_384,
  messageBytes: 16_384,
  fragments: 131_072,
  creations: { amount: 10, per: 60_000 },
  messages: { amount: 600, per: 10_000 },
  counters: 50_000,
});

export const defaultTiming: Timing = Object.freeze({
  defaultTtl: 1800,
  maxTtl: 86_400,
  closingMargin: 100,
  registration: 30_000,
  silence: 90_000,
  ping: 30_000,
  sweep: 500,
});
