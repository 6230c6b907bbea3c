/** The local ends of a tunnel: services, clients and UDP sockets, all on 127.0.0.1. */
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Lost } from '../../suites/case.js';
import type { Absence, Link, Service, UdpEnd } from '../../suites/tunnel/port.js';
import { bell } from './bell.js';
import { isSystemError } from './system_error.js';

const HOST = '127.0.0.1';

/** What one end holds for a case at the most: no case waits for that much without hashing it as it comes. */
const MOST_HELD = 96 << 20;
const MOST_DATAGRAMS = 20_000;

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
  onLink: (link: Link) => void,
  at: { readonly port: number; readonly host: string },
  waits: Waits,
): Promise<Service> {
  let links = 0;
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    links++;
    open.add(socket.once('close', () => open.delete(socket)));
    onLink(linkOf(socket, waits));
  });
  await once(server.listen({ ...at, backlog: 511 }), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get links() {
      return links;
    },
    async close() {
      for (const socket of open) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function dial(port: number, waits: Waits): Promise<{ link: Link; close(): void }> {
  const socket = connect({ host: HOST, port, allowHalfOpen: true, noDelay: true });
  const link = linkOf(socket, waits);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(waits.patience) });
  } catch (error) {
    // Taken and reset at once: that it was broken is for the case to judge.
    if (!isSystemError(error, ['ECONNRESET'])) {
      socket.destroy();
      if (!isSystemError(error, ['ECONNREFUSED', 'ETIMEDOUT', 'ABORT_ERR'])) throw error;
      throw new Lost(`nothing accepts a connection at ${HOST}:${port}: ${error.message}`);
    }
  }
  return { link, close: () => void socket.destroy() };
}

export async function openUdp(port: number, patience: number): Promise<UdpEnd & { close(): void }> {
  const socket = createSocket('udp4');
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
  await once(socket.bind(port, HOST), 'listening');
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
