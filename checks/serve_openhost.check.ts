import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { inPackage } from '../package.js';
import { dial } from '../reference/openhost/peers/client/dial.js';
import { startDhtNode } from '../reference/openhost/peers/dht/dht.js';
import { createIdentity } from '../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate, resolve } from '../reference/openhost/peers/substrate.js';

const conform = inPackage('dist', 'bin', 'conform.js');
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Runs a command as in a terminal: returns its first line, and ends it with Ctrl-C. */
const terminal = async (...args: string[]): Promise<string> => (await started(...args)).line;

async function started(...args: string[]) {
  const child = spawn(process.execPath, [conform, 'serve', 'openhost', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let warned = '';
  child.stderr.on('data', (part: Buffer) => {
    warned += part.toString();
  });
  closers.push(async () => {
    child.kill('SIGINT');
    if (child.exitCode === null) await once(child, 'close');
  });
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return { line: String(value), warned: () => warned };
}

it('opens a page and a WebSocket through relay, daemon and client in three terminals, over TLS', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'conform-'));
  closers.push(() => rmSync(dir, { recursive: true }));
  const service = createServer((request, response) => response.end(`page ${request.url}`));
  new WebSocketServer({ server: service, path: '/live' }).on('connection', (socket) => {
    socket.on('message', (data) => socket.send(data));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  closers.push(() => service.close());
  const { port } = service.address() as AddressInfo;
  const ca = join(dir, 'ca.pem');
  const relay = await terminal('relay', '--port', '0', '--tls', '--ca-file', ca);
  expect(relay).toMatch(/^https:/);
  const shared = ['--relay', relay, '--ca', ca, '--secret', 'three terminals'];
  const forward = ['--forward', `http://127.0.0.1:${port}`, '--websocket', '/live'];
  const url = await terminal('daemon', ...shared, ...forward);
  expect(url).toMatch(/^oh:\/\/[a-z0-9]{52}\/$/);
  const page = await terminal('client', url, ...shared, '--port', '0');
  const answer = await fetch(`${page}one?two`);
  expect([answer.status, await answer.text()]).toEqual([200, 'page /one?two']);
  const socket = new WebSocket(`${page.replace('http', 'ws')}live`);
  await once(socket, 'open');
  socket.send('hello');
  expect(String((await once(socket, 'message'))[0])).toBe('hello');
  socket.close();
  await once(socket, 'close');
}, 90_000);

it('does the same over its own Mainline DHT, without a relay', async () => {
  const first = await terminal('dht', '--port', '0');
  const shared = ['--dht', `${await terminal('dht', '--port', '0', '--dht', first)},${first}`];
  const { name } = createIdentity();
  const url = await terminal('daemon', ...shared, '--allow', name);
  expect(url).toMatch(/^oh:/);
  const node = await startDhtNode({ bootstrap: [first] });
  closers.push(node.close);
  expect((await resolve([node], url.slice(5, 57)))?.packet.records[0]?.label).toBe('_openhost');
}, 90_000);

it('keeps running when the pairing file cannot be read, warns once, and reads the next valid one', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'conform-'));
  closers.push(() => rmSync(dir, { recursive: true }));
  const relay = await terminal('relay', '--port', '0');
  const [config, pairs] = [join(dir, 'daemon.toml'), join(dir, 'allow.toml')];
  writeFileSync(
    config,
    [
      '[identity]',
      `store = { kind = "fs", path = ${JSON.stringify(join(dir, 'id.key'))} }`,
      '[pairing]',
      `db_path = ${JSON.stringify(pairs)}`,
      '[pkarr]',
      `relays = ["${relay}"]`,
      '[pkarr.offer_poll]',
      'poll_secs = 0.05',
    ].join('\n'),
  );
  const daemon = await started('daemon', '--config', config, 'run');
  writeFileSync(pairs, '[[pair]');
  await expect.poll(daemon.warned, { timeout: 10_000 }).toContain('the pairs cannot be read: line 1');
  const identity = createIdentity();
  const dialling = dial(daemon.line, {
    identity,
    certificate: createDtlsCertificate(),
    substrates: [relaySubstrate(relay)],
    pollMs: 50,
  });
  const { name } = createIdentity();
  writeFileSync(pairs, `[[pair]]\npubkey = "${identity.name}"\n[[pair]]\npubkey = "${name}"\n`);
  await (await dialling).close();
  expect(daemon.warned().split('cannot be read')).toHaveLength(2);
}, 60_000);
