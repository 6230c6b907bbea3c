/**
 * Runs three series of sessions through one daemon: connect, one request, close. The first series fills caches and
 * pools. After that, no session may leave a socket, a timer, a file or memory. Usage: node
 * dist/checks/openhost_leaks.js [sessions]
 */
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Connection, openConnection } from '../reference/openhost/peers/client/connection.js';
import { dial } from '../reference/openhost/peers/client/dial.js';
import { CLIENT_RULES } from '../reference/openhost/peers/client/rules.js';
import { startDaemon } from '../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../reference/openhost/peers/identity.js';
import { startRelay } from '../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../reference/openhost/peers/substrate.js';

const HOST = '127.0.0.1';
const ROWS = 3;
const WARM = 100;
const sessions = Number(process.argv[2] ?? 1000);
/** The bytes of heap and buffers that a session may leave. A complete connection takes a hundred times as much. */
const SPARE = 2048;
const SETTLE_MS = 5000;
const POLL_MS = 15;
const DIAL_MS = 10_000;
const RIGHT = '200 hello';

setFlagsFromString('--expose_gc');
// Compiled code is in the same heap, and optimizing would let it grow for a long time.
setFlagsFromString('--no-opt');
const collect = runInNewContext('gc') as () => void;

const service = createServer((_request, response) => response.end('hello'));
await once(service.listen(0, HOST), 'listening');
const relay = await startRelay();
const substrates = [relaySubstrate(relay.url)];
const daemon = await startDaemon({
  identity: createIdentity(),
  certificate: createDtlsCertificate(),
  substrates,
  allow: [],
  pollMs: POLL_MS,
  throttleMs: 0,
  forward: { target: `http://${HOST}:${(service.address() as AddressInfo).port}` },
});
const host = daemon.url.slice('oh://'.length, -1);

/** A packet may have room for one answer only, so the next offer waits until this answer was read. */
let turn = Promise.resolve();
async function inTurn<T>(work: (done: () => void) => Promise<T>): Promise<T> {
  const before = turn;
  let done = () => {};
  turn = new Promise((resolve) => {
    done = resolve;
  });
  await before;
  return work(done).finally(done);
}

async function connect(): Promise<{ connection: Connection; close(): Promise<void> }> {
  const identity = createIdentity();
  daemon.pair(identity.name);
  const { channel, close } = await inTurn((done) =>
    dial(daemon.url, {
      ...{ identity, certificate: createDtlsCertificate(), substrates, pollMs: POLL_MS, timeoutMs: DIAL_MS },
      rules: {
        ...CLIENT_RULES,
        // The last step that reads an answer.
        checkSetup(sdp, dialect) {
          done();
          CLIENT_RULES.checkSetup(sdp, dialect);
        },
      },
    }),
  ).finally(() => daemon.unpair(identity.name));
  return { connection: openConnection(channel), close };
}

async function ask(connection: Connection): Promise<string> {
  const { status, body } = await connection.request({ method: 'GET', target: '/' });
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return `${status} ${Buffer.concat(parts)}`;
}

async function session(): Promise<void> {
  const { connection, close } = await connect();
  try {
    const answer = await ask(connection);
    if (answer !== RIGHT) throw new Error(answer);
  } finally {
    await close();
  }
}

async function run(count: number): Promise<void> {
  let left = count;
  const row = async () => {
    while (left-- > 0) await session();
  };
  await Promise.all(Array.from({ length: ROWS }, row));
  // A relay must keep packets, so only the packet of the daemon counts as needed.
  const kept = relay.store.get(host);
  relay.store.clear();
  if (kept) relay.store.put(host, kept.payload);
}

interface Held {
  readonly bytes: number;
  readonly files: number;
  readonly resources: Readonly<Record<string, number>>;
}

const standardStreams = ['PipeWrap', 'TTYWrap'];

function held(): Held {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) {
    if (!standardStreams.includes(name)) resources[name] = (resources[name] ?? 0) + 1;
  }
  const files = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
  return { bytes: heapUsed + external, files, resources };
}

/**
 * Sockets and timers end over several turns of the loop. Returns the least use that was seen until `enough` or the
 * deadline.
 */
async function steady(enough: (now: Held) => boolean): Promise<Held> {
  const late = performance.now() + SETTLE_MS;
  let least = held();
  while (!enough(least) && performance.now() < late) {
    await delay(250);
    const now = held();
    least = {
      bytes: Math.min(least.bytes, now.bytes),
      files: Math.min(least.files, now.files),
      resources: sum(now) < sum(least) ? now.resources : least.resources,
    };
  }
  return least;
}

const sum = ({ resources }: Held): number => Object.values(resources).reduce((all, one) => all + one, 0);
const kib = (bytes: number): string => (bytes / 1024).toFixed(0);
const told = ({ bytes, files, resources }: Held): string =>
  `${kib(bytes)} KiB, ${files} files, ${Object.entries(resources)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')}`;

const started = performance.now();
const lasting = await connect();
console.log(`one session: ${told(held())}`);
const alone = await steady(() => false);
await run(WARM);
const nothingMore = (now: Held) => sum(now) <= sum(alone) && now.files <= alone.files;
const before = await steady(nothingMore);
console.log(`after ${WARM}: ${told(before)}`);
await run(sessions - WARM);
const spare = SPARE * (sessions - WARM);
const after = await steady((now) => nothingMore(now) && now.bytes <= before.bytes + spare);
console.log(`after ${sessions}: ${told(after)}`);
const last = await ask(lasting.connection).catch(String);

const checks: [what: string, right: boolean][] = [
  ['who connected before all of them is still served', last === RIGHT],
  ['sockets and timers are those of one session', sum(after) <= sum(alone)],
  ['open files are those of one session', after.files <= alone.files],
  [`memory grew by less than ${kib(SPARE)} KiB a session`, after.bytes <= before.bytes + spare],
];
const grown = ((after.bytes - before.bytes) / (sessions - WARM)).toFixed(0);
for (const [what, right] of checks) console.log(`${right ? 'ok  ' : 'FAIL'} ${what}`);
const failed = checks.filter(([, right]) => !right).length;
const took = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  `${checks.length - failed} passed, ${failed} failed: ${sessions} sessions in ${took} s, ${grown} bytes of memory each`,
);
process.exitCode = failed === 0 ? 0 : 1;
await lasting.close();
await daemon.close();
await relay.close();
service.close();
