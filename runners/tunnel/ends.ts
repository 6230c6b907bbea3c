/** The local ends of a tunnel: services, clients and UDP sockets, all on the loopback address of some network. */
import { createHash } from 'node:crypto';
import type { Socket as UdpSocket } from 'node:dgram';
import { Socket } from 'node:net';
import { Lost } from '../../suites/case.js';
import type { Absence, Link, Service, UdpEnd } from '../../suites/tunnel/port.js';
import { bell } from './bell.js';
import type { At } from './lab_calls.js';
import { isSystemError } from './system_error.js';

const HOST = '127.0.0.1';

/** What one end holds for a case at the most: no case waits for that much without hashing it as it comes. */
const MOST_HELD = 96 << 20;
const MOST_DATAGRAMS = 20_000;
/** Connections that a service has at once; more are closed as they come. */
const MOST_LINKS = 1000;

/** Where sockets are opened. Both of their halves are theirs to end. */
export interface Network {
  listen(at: At, taken: (socket: Socket) => void): Promise<{ readonly port: number; close(): Promise<void> }>;
  dial(port: number, within: number): Promise<Socket>;
  udp(port: number): Promise<UdpSocket>;
}

export interface Waits {
  /** Milliseconds. */
  readonly patience: number;
  /** Tells that a transfer goes on. */
  progress(): void;
}

export function linkOf(socket: Socket, { patience, progress }: Waits): Link {
  const chunks: Buffer[] = [];
  let length = 0;
  let how: 'end' | 'broken' | 'open' = 'open';
  let hash: ReturnType<typeof createHash> | undefined;
  const { ring, until } = bell();
  socket.on('data', (chunk: Buffer) => {
    if (hash) hash.update(chunk);
    else chunks.push(chunk);
    length += chunk.length;
    if (!hash && length > MOST_HELD) {
      how = 'broken';
      chunks.length = 0;
      socket.destroy();
    }
    ring();
  });
  socket.once('end', () => {
    if (how === 'open') how = 'end';
    ring();
  });
  socket.on('drain', ring);
  for (const event of ['error', 'close'] as const)
    socket.on(event, () => {
      if (how === 'open') how = 'broken';
      ring();
    });
  const held = (): Buffer => {
    const all = Buffer.concat(chunks);
    chunks.splice(0, chunks.length, all);
    return all;
  };
  return {
    async send(bytes) {
      if (socket.destroyed || !socket.writable) return 'closed';
      if (!socket.write(bytes)) await until(() => !socket.writableNeedDrain || socket.destroyed);
      return socket.destroyed ? 'closed' : 'sent';
    },
    end: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    async take(wanted, within = patience) {
      await until(() => length >= wanted || how !== 'open', within);
      if (length > MOST_HELD) throw new Lost(`more than ${MOST_HELD} bytes came`);
      if (length < wanted) return how === 'open' ? 'silent' : ('closed' satisfies Absence);
      const all = held();
      chunks.splice(0, chunks.length, all.subarray(wanted));
      length -= wanted;
      return new Uint8Array(all.subarray(0, wanted));
    },
    async rest(within = patience) {
      await until(() => how !== 'open', within);
      if (!hash && length > MOST_HELD) throw new Lost(`more than ${MOST_HELD} bytes came`);
      return { bytes: new Uint8Array(held()), how };
    },
    async digest(wanted) {
      hash = createHash('sha256');
      for (const chunk of chunks.splice(0)) hash.update(chunk);
      const done = () => length >= wanted || how !== 'open';
      for (let before = -1; !done() && length > before; ) {
        before = length;
        await until(done, patience);
        if (length > before) progress();
      }
      return { length, sha256: hash.digest('hex') };
    },
  };
}

export async function openService(
  { listen }: Network,
  onLink: (link: Link) => void,
  at: At,
  waits: Waits,
): Promise<Service> {
  let links = 0;
  const open = new Set<Socket>();
  const { port, close } = await listen(at, (socket) => {
    links++;
    if (open.size >= MOST_LINKS) return socket.destroy();
    open.add(socket.once('close', () => open.delete(socket)));
    onLink(linkOf(socket, waits));
  });
  return {
    port,
    get links() {
      return links;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await close();
    },
  };
}

export async function dial(
  network: Network,
  port: number,
  waits: Waits,
): Promise<{ link: Link; close(): void }> {
  const socket = await dialed(network, port, waits.patience);
  return { link: linkOf(socket, waits), close: () => void socket.destroy() };
}

async function dialed({ dial }: Network, port: number, patience: number): Promise<Socket> {
  try {
    return await dial(port, patience);
  } catch (error) {
    // Taken and reset at once: that it was broken is for the case to judge.
    if (isSystemError(error, ['ECONNRESET'])) return new Socket().destroy();
    if (!isSystemError(error, ['ECONNREFUSED', 'ETIMEDOUT', 'ABORT_ERR'])) throw error;
    throw new Lost(`nothing accepts a connection at ${HOST}:${port}: ${error.message}`);
  }
}

export async function openUdp(
  { udp }: Network,
  port: number,
  patience: number,
): Promise<UdpEnd & { close(): void }> {
  const socket = await udp(port);
  const heard: { bytes: Uint8Array; from: number }[] = [];
  const { ring, until } = bell();
  let reply: Parameters<UdpEnd['answer']>[0] = () => undefined;
  socket.on('error', () => {});
  socket.on('message', (message, from) => {
    if (heard.length >= MOST_DATAGRAMS) return;
    const bytes = new Uint8Array(message);
    heard.push({ bytes, from: from.port });
    const answer = reply(bytes);
    if (answer) socket.send(answer, from.port, HOST, () => {});
    ring();
  });
  const next: UdpEnd['next'] = async (fits, within = patience) => {
    const find = () => heard.find(({ bytes }) => fits(bytes))?.bytes;
    await until(() => find() !== undefined, within);
    return find() ?? 'silent';
  };
  const send: UdpEnd['send'] = (bytes, to) => socket.send(bytes, to, HOST, () => {});
  return {
    port: socket.address().port,
    heard,
    next,
    send,
    answer(answer) {
      reply = answer;
    },
    async ask(bytes, to, fits = () => true) {
      const before = heard.length;
      const fresh = (seen: Uint8Array) =>
        heard.findIndex((one) => one.bytes === seen) >= before && fits(seen);
      for (let tries = 0; tries < 12; tries++) {
        send(bytes, to);
        const answer = await next(fresh, 250 + 100 * tries);
        if (answer !== 'silent') return answer;
      }
      return 'silent';
    },
    close: () => socket.close(),
  };
}
