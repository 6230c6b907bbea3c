import type { Claims } from '../../token.js';
import type { Endpoint, ServerMessage, SessionState } from './messages.js';

/** Why the broker ends a WebSocket. The rules decide the close code. */
export type Ending =
  | 'deleted'
  | 'expired'
  | 'shutdown'
  | 'refused'
  | 'unregistered'
  | 'dead'
  | 'fault'
  | 'broken-frame';

/** One WebSocket as the state machine sees it. */
export interface Link {
  /** The source address. */
  readonly address: string;
  send(message: ServerMessage): void;
  close(why: Ending): void;
}

/** A link that was admitted: a peer of one stream, or an admin observer. */
export interface Member {
  readonly link: Link;
  readonly claims: Claims;
  readonly session: Session;
  readonly opened: number;
  /** The time of its last sign of life. */
  seen: number;
  endpoint?: Endpoint;
  ready: boolean;
}

export interface Stream {
  readonly name: string;
  /** Registered, in the order of registration: two at the most. */
  peers: readonly Member[];
  started: boolean;
}

export interface Session {
  readonly name: string;
  readonly streams: ReadonlyMap<string, Stream>;
  readonly members: Set<Member>;
  /** Milliseconds. */
  readonly latency: number;
  /** Seconds. */
  readonly ttl: number;
  readonly created: number;
  expiresAt: number;
  readonly passphrase: string;
  state: SessionState;
  /** Cancels the expiry. */
  disarm: () => void;
}

export interface CreateRequest {
  readonly name: string;
  readonly streams: readonly string[];
  readonly latency: number;
  readonly ttl: number;
  readonly turnstileToken?: string;
}
