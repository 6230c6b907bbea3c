/**
 * The memory that a body of 100 MiB costs a daemon and a client, which run as `conform serve openhost` in their own
 * processes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { inPackage } from '../package.js';
import { startRelay } from '../reference/openhost/peers/relay/server.js';
import { clientIdentity, SERVED_CLIENT } from '../runners/openhost/clients.js';
import { shareOf } from './model.js';

const MIB = 2 ** 20;
const FULL = 100 * MIB;
const CHUNK = 64 * 1024;
const HOST = '127.0.0.1';
const SAMPLE_MS = 20;
/** The characters of stderr that the message shows when a process ends early. */
const TOLD = 500;
const QUIET_MS = 1500;
const LONGEST_STALL_MS = 30_000;

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

async function serve(...words: string[]): Promise<Started> {
  const program = inPackage('dist', 'bin', 'conform.js');
  const child = spawn(process.execPath, [program, 'serve', 'openhost', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told = (told + text).slice(-TOLD);
  });
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>,
    once(child, 'close').then(() => {
      throw new Error(`conform serve openhost ${words.join(' ')} ended: ${told}`);
    }),
  ]);
  return { child, url: line };
}

async function stop({ child }: Started): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** A service that sends as many bytes as its path names, and counts the bytes that were read. */
async function startPouring() {
  let poured = 0;
  const server = createServer(async (request, response) => {
    const bytes = Number(request.url?.slice(1));
    response.writeHead(200, { 'content-length': String(bytes) });
    const chunk = Buffer.alloc(CHUNK, 7);
    function* chunks() {
      for (let left = bytes; left > 0; left -= CHUNK) {
        const part = chunk.subarray(0, left);
        poured += part.length;
        yield part;
      }
    }
    await pipeline(Readable.from(chunks()), response).catch(() => {});
  });
  await once(server.listen(0, HOST), 'listening');
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    get poured() {
      return poured;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function residentOf({ child }: Started): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
}

/** The largest growth of each process during the work. */
async function growthOf<T>(sides: readonly Started[], work: () => Promise<T>) {
  const before = sides.map(residentOf);
  const most = [...before];
  const look = () =>
    sides.forEach((side, i) => {
      most[i] = Math.max(most[i] ?? 0, residentOf(side));
    });
  const timer = setInterval(look, SAMPLE_MS);
  try {
    const done = await work();
    look();
    return { done, grown: most.map((bytes, i) => bytes - (before[i] ?? 0)) };
  } finally {
    clearInterval(timer);
  }
}

async function open(url: string): Promise<IncomingMessage> {
  const [response] = (await once(get(url), 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${await text(response)}`);
  return response;
}

async function drain(response: IncomingMessage, wanted: number): Promise<void> {
  let got = 0;
  for await (const part of response as AsyncIterable<Buffer>) got += part.length;
  if (got !== wanted) throw new Error(`${got} bytes of ${wanted} came`);
}

const mib = (bytes: number): string => (bytes / MIB).toFixed(1);

async function measure(share: number) {
  const amount = shareOf(FULL, share, MIB);
  if (!existsSync('/proc/self/status')) return [{ what: 'not measured: there is no /proc here', ratio: 1 }];
  const secret = randomBytes(16).toString('hex');
  const service = await startPouring();
  const relay = await startRelay();
  const { name } = clientIdentity(Buffer.from(secret), SERVED_CLIENT);
  const places = ['--relay', relay.url];
  const daemon = await serve('daemon', ...places, '--allow', name, '--forward', service.url);
  const client = await serve('client', ...places, '--url', daemon.url, '--secret', secret, '--port', '0');
  try {
    const body = (bytes: number) => open(new URL(`/${bytes}`, client.url).href);
    // The collector and the compiler have taken their memory by then. Further growth holds the body.
    await drain(await body(amount), amount);
    const started = performance.now();
    const flowing = await growthOf([daemon, client], async () => drain(await body(amount), amount));
    const seconds = (performance.now() - started) / 1000;
    const stalled = await growthOf([daemon, client], async () => {
      const before = service.poured;
      const response = await body(amount);
      await untilQuiet(() => service.poured);
      const swallowed = service.poured - before;
      await drain(response, amount);
      return swallowed;
    });
    const row = (what: string, grown: number, target: number) => ({
      what: `${mib(amount)} MiB against what the ${what} grew by (${mib(grown)} MiB)`,
      ratio: amount / Math.max(grown, MIB),
      target,
    });
    const [daemonFlowing = 0, clientFlowing = 0] = flowing.grown;
    const [daemonStalled = 0, clientStalled = 0] = stalled.grown;
    return [
      row('daemon', daemonFlowing, 3),
      row(`client, at ${mib(amount / seconds)} MiB/s,`, clientFlowing, 3),
      row(`daemon, its reader stopped at ${mib(stalled.done)} MiB and went on,`, daemonStalled, 2),
      row('client, its reader stopped and went on,', clientStalled, 2),
    ];
  } finally {
    await stop(client);
    await stop(daemon);
    await relay.close();
    service.close();
  }
}

/**
 * Returns when the count has not changed for a while: the reader has stopped, and all buffers between the ends are
 * full.
 */
async function untilQuiet(count: () => number): Promise<void> {
  const late = performance.now() + LONGEST_STALL_MS;
  for (let last = -1; last !== count() && performance.now() < late; ) {
    last = count();
    await delay(QUIET_MS);
  }
}

export const benches = [{ name: 'openhost/memory', run: measure }];
