/** The only file that uses the binding of iroh. It loads the binding on demand, and maps its errors. */
import type { Connection, Endpoint, RecvStream, SendStream } from '@number0/iroh';
import { hex } from '../../bytes/hex.js';
import type { RelayMode } from '../relay_mode.js';
import { ALPN, REFUSED } from '../stream_header.js';

export type IrohEnd = 'refused' | 'too-large' | 'gone';

/** The reason why a call of the binding failed. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
  constructor(
    readonly ended: IrohEnd,
    detail: string,
  ) {
    super(detail);
  }
}

const CHUNK = 128 * 1024;
const STREAMS = 4096n;

/** Array.from is eight times slower. */
function toNumbers(bytes: Uint8Array): number[] {
  const numbers = new Array<number>(bytes.length);
  for (let i = 0; i < bytes.length; i++) numbers[i] = bytes[i] as number;
  return numbers;
}

/** So is Uint8Array.from. */
function toBytes(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = numbers[i] as number;
  return bytes;
}

async function mapped<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw mapError(error);
  }
}

function mapError(error: unknown): PeerError {
  const text = error instanceof Error ? error.message : String(error);
  if (/\b(Reset|Stopped)\(/.test(text)) return new PeerError('refused', text);
  if (/too ?large/i.test(text)) return new PeerError('too-large', text);
  return new PeerError('gone', text);
}

export interface PeerStream {
  /** Undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  /** Ends both halves with code 1. A half that is in use is ended when its call returns. */
  refuse(): void;
}

const streamOf = (send: SendStream, recv: RecvStream): PeerStream => ({
  async read() {
    const numbers = await mapped(recv.read(CHUNK));
    return numbers.length === 0 ? undefined : toBytes(numbers);
  },
  write: (bytes) => mapped(send.writeAll(toNumbers(bytes))),
  finish: () => mapped(send.finish()),
  refuse() {
    send.reset(REFUSED).catch(() => {});
    recv.stop(REFUSED).catch(() => {});
  },
});

export interface PeerConnection {
  /** Public key in hex. */
  readonly remote: string;
  /** Streams that the other side opened; undefined when the connection has ended. */
  accept(): Promise<PeerStream | undefined>;
  open(): Promise<PeerStream>;
  /** Throws a PeerError `too-large` where it does not fit. */
  send(datagram: Uint8Array): void;
  /** Undefined when the connection has ended. */
  receive(): Promise<Uint8Array | undefined>;
  /** Resolves to why it ended. */
  readonly closed: Promise<string>;
  close(reason: string): void;
}

function connectionOf(connection: Connection): PeerConnection {
  connection.setMaxConcurrentBiStreams(STREAMS);
  return {
    remote: hex.encode(Uint8Array.from(connection.remoteId().toBytes())),
    async accept() {
      const stream = await connection.acceptBi().catch(() => undefined);
      return stream && streamOf(stream.send, stream.recv);
    },
    async open() {
      const stream = await mapped(connection.openBi());
      return streamOf(stream.send, stream.recv);
    },
    send(datagram) {
      try {
        connection.sendDatagram(toNumbers(datagram));
      } catch (error) {
        throw mapError(error);
      }
    },
    async receive() {
      const numbers = await connection.readDatagram().catch(() => undefined);
      return numbers && toBytes(numbers);
    },
    closed: connection.closed().catch((error: unknown) => String(error)),
    close: (reason) => connection.close(REFUSED, toNumbers(new TextEncoder().encode(reason))),
  };
}

export interface IrohPeer {
  readonly publicKey: string;
  /** Where it listens, as `IP:PORT`. */
  readonly addresses: readonly string[];
  /** The next peer that connects, when its handshake is done; undefined when this one is closed. */
  accept(): Promise<PeerConnection | undefined>;
  /** By its key, or by its key and addresses. */
  connect(key: Uint8Array, addresses?: readonly string[]): Promise<PeerConnection>;
  close(): Promise<void>;
}

export interface IrohPeerOptions {
  readonly secret: Uint8Array;
  readonly relay: RelayMode;
  /** Without lookup and relays, for peers that are given addresses. */
  readonly isolated?: boolean;
}

export async function bindPeer({ secret, relay, isolated = false }: IrohPeerOptions): Promise<IrohPeer> {
  const { default: iroh } = await import('@number0/iroh');
  const alpn = toNumbers(new TextEncoder().encode(ALPN));
  const builder = iroh.Endpoint.builder();
  if (isolated) iroh.presetMinimal(builder);
  else if (relay.kind === 'disabled') iroh.presetN0DisableRelay(builder);
  else iroh.presetN0(builder);
  if (isolated) builder.relayMode(iroh.RelayMode.disabled());
  else if (relay.kind === 'url') builder.relayMode(iroh.RelayMode.customFromUrls([relay.url]));
  if (isolated) builder.bindAddr('127.0.0.1:0');
  builder.secretKey(toNumbers(secret));
  builder.alpns([alpn]);
  const endpoint: Endpoint = await mapped(builder.bind());
  return {
    publicKey: hex.encode(Uint8Array.from(endpoint.id().toBytes())),
    addresses: endpoint.boundSockets(),
    async accept() {
      for (;;) {
        const incoming = await endpoint.acceptNext();
        if (!incoming) return undefined;
        try {
          return connectionOf(await (await incoming.accept()).connect());
        } catch {
          // The peer that connected sees its own failed handshake.
        }
      }
    },
    async connect(key, addresses) {
      const id = iroh.EndpointId.fromBytes(toNumbers(key));
      const address = new iroh.EndpointAddr(id, null, addresses ? [...addresses] : null);
      return connectionOf(await mapped(endpoint.connect(address, alpn)));
    },
    close: () => endpoint.close(),
  };
}
