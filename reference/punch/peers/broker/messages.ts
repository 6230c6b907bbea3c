import { isIP } from 'node:net';
import { defined, ifGiven } from '../../../../defined.js';
import { DecodeError } from '../../../bytes/error.js';
import { parseJson } from '../../../bytes/json.js';
import { isName } from '../../name.js';

export type SessionState = 'WAITING' | 'READY' | 'CONNECTED' | 'RELAYING' | 'CLOSED';
export type SrtRole = 'sender' | 'receiver';
export type ErrorCode =
  | 'SESSION_FULL'
  | 'SESSION_EXPIRED'
  | 'STREAM_TAKEN'
  | 'AUTH_FAILED'
  | 'INVALID_MESSAGE'
  | 'SERVER_ERROR';

export interface Register {
  readonly type: 'register';
  readonly port: number;
  readonly ip?: string;
  readonly localPort?: number;
  readonly role?: SrtRole;
  readonly stream?: string;
}

export type ClientMessage =
  | Register
  | { readonly type: 'ready' }
  | { readonly type: 'status'; readonly srt: 'connecting' | 'connected' | 'disconnected' | 'error' }
  | { readonly type: 'health'; readonly status: 'healthy' | 'warning' | 'critical' }
  | { readonly type: 'tally'; readonly state: 'off' | 'preview' | 'program' }
  | { readonly type: 'punch.ping' };

export interface Endpoint {
  readonly ip: string;
  readonly port: number;
  readonly localPort: number;
  readonly role?: SrtRole;
}

interface PeerMessage {
  readonly type: 'peer';
  readonly ip: string;
  readonly port: number;
  /** The port where the receiver of this message binds. */
  readonly localPort: number;
  readonly passphrase: string;
  /** Milliseconds. */
  readonly latency: number;
}

export type ServerMessage =
  | PeerMessage
  | { readonly type: 'session'; readonly state: SessionState }
  | { readonly type: 'start' }
  | { readonly type: 'error'; readonly code: ErrorCode; readonly message: string }
  | { readonly type: 'peer_match'; readonly stream: string; readonly peers: readonly Endpoint[] }
  | { readonly type: 'punch.pong' };

type Members = Readonly<Record<string, unknown>>;

/** Reads one message of a peer. It rejects unknown members in `register`, and ignores them in other messages. */
export function readMessage(text: string): ClientMessage {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('message/object');
  const members = value as Members;
  switch (own(members, 'type')) {
    case 'register':
      return readRegister(members);
    case 'ready':
      return { type: 'ready' };
    case 'punch.ping':
      return { type: 'punch.ping' };
    case 'status':
      return {
        type: 'status',
        srt: oneOf(members, 'srt', ['connecting', 'connected', 'disconnected', 'error']),
      };
    case 'health':
      return { type: 'health', status: oneOf(members, 'status', ['healthy', 'warning', 'critical']) };
    case 'tally':
      return { type: 'tally', state: oneOf(members, 'state', ['off', 'preview', 'program']) };
    default:
      return refuse('message/type');
  }
}

const registerMembers = new Set(['type', 'port', 'ip', 'localPort', 'role', 'stream']);

function readRegister(members: Members): Register {
  const extra = Object.keys(members).find((name) => !registerMembers.has(name));
  if (extra !== undefined) return refuse('message/extra-member');
  const ip = own(members, 'ip');
  const localPort = own(members, 'localPort');
  const stream = own(members, 'stream');
  if (ip !== undefined && (typeof ip !== 'string' || isIP(ip) === 0)) return refuse('message/ip');
  if (stream !== undefined && !isName(stream)) return refuse('message/stream');
  return {
    type: 'register',
    port: port(own(members, 'port')),
    ...defined({ ip }),
    ...defined({ localPort: ifGiven(localPort, port) }),
    ...(own(members, 'role') === undefined
      ? {}
      : { role: oneOf<SrtRole>(members, 'role', ['sender', 'receiver']) }),
    ...defined({ stream }),
  };
}

const own = (members: Members, name: string): unknown =>
  Object.hasOwn(members, name) ? members[name] : undefined;

function port(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1024 || value > 65_535) {
    return refuse('message/port');
  }
  return value;
}

function oneOf<T extends string>(members: Members, name: string, allowed: readonly T[]): T {
  const value = own(members, name);
  return allowed.find((word) => word === value) ?? refuse(`message/${name}`);
}

function refuse(code: string): never {
  throw new DecodeError(code);
}
