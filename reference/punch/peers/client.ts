import { once } from 'node:events';
import { isIP } from 'node:net';
import { WebSocket } from 'ws';
import { defined } from '../../../defined.js';
import { newest } from '../../newest.js';
import { settled } from '../../settled.js';
import type { Rendezvous } from '../srt.js';
import type { SrtRole } from './broker/messages.js';

export interface PunchPeerOptions {
  /** `https://host` of the broker. */
  readonly broker: string;
  readonly session: string;
  readonly token: string;
  readonly port: number;
  readonly ip?: string;
  readonly localPort?: number;
  readonly role?: SrtRole;
  readonly ca?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds between signs of life (RFC 6.3). */
  readonly keepAlive?: number;
}

/** One introduction by the broker. */
export interface Meeting {
  readonly rendezvous: Rendezvous;
  /** Resolves when both sides are ready. Rejects when another meeting replaces this one, or the WebSocket ends. */
  readonly started: Promise<void>;
}

/** A peer as in RFC section 6, from the upgrade to the report that media flows. */
export interface PunchPeer {
  /** The first rendezvous that the broker sent. */
  readonly met: Promise<Rendezvous>;
  /** Both sides are ready for the first time: SRT may begin. */
  readonly started: Promise<void>;
  /**
   * All matches. A slow reader gets the newest only, because a peer that comes back may have another address. Ends with
   * the WebSocket.
   */
  readonly meetings: AsyncIterable<Meeting>;
  ready(): void;
  report(srt: 'connecting' | 'connected' | 'disconnected' | 'error'): void;
  /** The close code of the broker, or 1000 when this peer has closed. */
  readonly closed: Promise<number>;
  close(): Promise<void>;
}

/** Opens the WebSocket and registers; rejects when the broker rejects one of them. */
export async function registerPeer(options: PunchPeerOptions): Promise<PunchPeer> {
  const { broker, session, token, port, ip, localPort, role, ca, signal, keepAlive = 30_000 } = options;
  const url = new URL(`/api/ws/${encodeURIComponent(session)}`, broker);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('t', token);
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 65_536, ...(ca ? { ca } : {}) });
  const abort = () => socket.terminate();
  signal?.addEventListener('abort', abort, { once: true });

  const met = settled<Rendezvous>();
  const started = settled<void>();
  const closed = settled<number>();
  const meetings = newest<Meeting>();
  let begins = settled();
  socket.on('message', (data) => {
    const message = readServerMessage(data.toString());
    // RFC 6.2: peer and session come in either order.
    if (message.type === 'peer') {
      begins.reject(new Error('the broker introduced another peer'));
      begins = settled();
      meetings.tell({ rendezvous: message.rendezvous, started: begins.promise });
      met.resolve(message.rendezvous);
    }
    if (message.type === 'start') {
      begins.resolve();
      started.resolve();
    }
    if (message.type === 'error') met.reject(new Error(`the broker rejected the peer: ${message.code}`));
  });
  socket.on('error', (error) => met.reject(error));
  socket.on('close', (code) => {
    clearInterval(alive);
    signal?.removeEventListener('abort', abort);
    const ended = new Error(`the broker closed with ${code}`);
    met.reject(ended);
    started.reject(ended);
    begins.reject(ended);
    meetings.end();
    closed.resolve(code);
  });
  const alive = setInterval(() => say({ type: 'punch.ping' }), keepAlive);
  alive.unref();
  const say = (message: object) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };

  await once(socket, 'open');
  say({
    type: 'register',
    port,
    ...defined({ ip, localPort, role }),
  });
  return {
    met: met.promise,
    started: started.promise,
    meetings,
    closed: closed.promise,
    ready: () => say({ type: 'ready' }),
    report: (srt) => say({ type: 'status', srt }),
    async close() {
      socket.close(1000);
      await closed.promise;
    },
  };
}

type Heard =
  | { readonly type: 'peer'; readonly rendezvous: Rendezvous }
  | { readonly type: 'start' }
  | { readonly type: 'error'; readonly code: string }
  | { readonly type: 'other' };

function readServerMessage(text: string): Heard {
  const message: unknown = parsed(text);
  if (typeof message !== 'object' || message === null) return { type: 'other' };
  const { type, ip, port, localPort, passphrase, latency, code } = message as Record<string, unknown>;
  if (type === 'start') return { type };
  if (type === 'error') return { type, code: String(code) };
  const complete =
    type === 'peer' &&
    typeof ip === 'string' &&
    isIP(ip) !== 0 &&
    isPort(port) &&
    isPort(localPort) &&
    typeof passphrase === 'string' &&
    SRT_PASSPHRASE.test(passphrase) &&
    typeof latency === 'number' &&
    latency >= 0;
  return complete
    ? { type: 'peer', rendezvous: { ip, port, localPort, passphrase, latency } }
    : { type: 'other' };
}

/** A passphrase that libsrt accepts, of characters without a special meaning in its tools when quoted. */
const SRT_PASSPHRASE = /^[\x20-\x7e]{10,79}$/;

const isPort = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
