/** The local ends of a tunnel: services, clients and UDP sockets, all on 127.0.0.1. */
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Lost } from '../../suites/case.js';
import type { Link, Service, UdpEnd } from '../../suites/tunnel/port.js';

const HOST = '127.0.0.1';

/** What one end holds for a case at the most: no case waits for that much without hashing it as it comes. */
const MOST_HELD = 96 << 20;
const MOST_DATAGRAMS = 20_000;

/** Wakes those who wait, each time that something has come. */
function bell() {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of waiting) wake();
    },
    /** Whether `holds` did in time. */
    async until(holds: () => boolean, within: number): Promise<boolean> {
      const deadline = performance.now() + within;
      while (!holds()) {
        const left = deadline - performance.now();
        if (left <= 0) return false;
        await new Promise<void>((resolve) => {
          const done = () => {
            clearTimeout(timer);
            waiting.delete(done);
            resolve();
          };
          const timer = setTimeout(done, left);
          waiting.add(done);
        });
      }
      return true;
    },
  };
}

export function linkOf(socket: Socket, patience: number): Link {
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
      if (!socket.destroyed && !socket.write(bytes))
        await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {});
    },
    end: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    async take(wanted, within = patience) {
      await until(() => length >= wanted || how !== 'open', within);
      if (length > MOST_HELD) throw new Lost(`more than ${MOST_HELD} bytes came`);
      if (length < wanted)
        throw new Lost(`${length} of ${wanted} bytes came, then ${how === 'open' ? 'nothing' : how}`);
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
      await until(() => length >= wanted || how !== 'open', 150_000);
      return { length, sha256: hash.digest('hex') };
    },
  };
}

export async function openService(
  onLink: (link: Link) => void,
  port: number,
  patience: number,
): Promise<Service> {
  let links = 0;
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    links++;
    open.add(socket.once('close', () => open.delete(socket)));
    onLink(linkOf(socket, patience));
  });
  await once(server.listen({ port, host: HOST, backlog: 511 }), 'listening');
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

export async function dial(port: number, patience: number): Promise<{ link: Link; close(): void }> {
  const socket = connect({ host: HOST, port, allowHalfOpen: true, noDelay: true });
  const link = linkOf(socket, patience);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patience) });
  } catch (error) {
    // Taken and reset at once: that it was broken is for the case to judge.
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET')
      throw new Lost(`nobody takes a connection at ${HOST}:${port}: ${String(error)}`);
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
    return find();
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
        if (answer) return answer;
      }
      return undefined;
    },
    close: () => socket.close(),
  };
}
