import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { sent } from '../../../mutants/openhost/frame_changes.js';
import type { Dialect } from '../../dialect.js';
import { type Daemon, startDaemon } from '../daemon/daemon.js';
import type { DaemonOptions } from '../daemon/options.js';
import { DAEMON_RULES } from '../daemon/rules.js';
import { createIdentity } from '../identity.js';
import { type Relay, startRelay } from '../relay/server.js';
import { createDtlsCertificate, stolen } from '../rtc/certificate.js';
import { relaySubstrate } from '../substrate.js';
import { type Connection, openConnection, type Response } from './connection.js';
import { DialFailed, type DialOptions, dial } from './dial.js';

let relay: Relay;
let upstream: Server;
let forward: NonNullable<DaemonOptions['forward']>;
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  relay = await startRelay();
  upstream = createServer((request, response) => {
    if (request.url === '/big') return void response.end(Buffer.alloc(1 << 20, 7));
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method, url, rawHeaders } = request;
      response.end(JSON.stringify({ method, url, rawHeaders, body: Buffer.concat(parts).toString() }));
    });
  });
  new WebSocketServer({ server: upstream, path: '/live' }).on('connection', (socket) => {
    socket.on('message', (data) => socket.send(data));
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  forward = { target: `http://127.0.0.1:${port}`, websockets: ['/live'] };
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(async () => {
  upstream.closeAllConnections();
  upstream.close();
  await relay.close();
});

async function both(daemon: Partial<DaemonOptions> = {}, client: Partial<DialOptions> = {}) {
  const identity = createIdentity();
  const substrates = [relaySubstrate(relay.url)];
  const host: Daemon = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates,
    watch: [identity.name],
    pollMs: 30,
    forward,
    ...daemon,
  });
  closers.push(host.close);
  const dialled = dial(host.url, {
    identity,
    certificate: createDtlsCertificate(),
    substrates,
    pollMs: 30,
    timeoutMs: 15_000,
    ...client,
  });
  dialled.catch(() => {});
  return { host, dialled, identity };
}

async function connect(
  daemon: Partial<DaemonOptions> = {},
  client: Partial<DialOptions> = {},
): Promise<Connection> {
  const { dialled } = await both(daemon, client);
  const { channel, close } = await dialled;
  closers.push(close);
  return openConnection(channel, { dialect: client.dialect ?? 'spec' });
}

async function text({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

const webSocket = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
] as const;

const failedStep = (promise: Promise<unknown>) =>
  promise.then(
    () => 'connected',
    (error: unknown) => (error instanceof DialFailed ? error.step : String(error)),
  );

describe.each(['spec', 'deployed'] satisfies Dialect[])('client and daemon, %s', (dialect) => {
  it.each(['exporter', 'cert_fp'] as const)('bind in mode %s and pass a request on', async (bindingMode) => {
    const connection = await connect({ dialect }, { dialect, bindingMode });
    const response = await connection.request({
      method: 'POST',
      target: '/echo?x=1',
      headers: [
        ['Host', 'evil.test'],
        ['X-Forwarded-For', '10.0.0.1'],
        ['Connection', 'close, X-Secret'],
        ['X-Secret', 'hop'],
        ['X-Kept', 'yes'],
      ],
      body: Buffer.from('hello'),
    });
    expect(response.status).toBe(200);
    const seen = JSON.parse(await text(response));
    expect(seen).toMatchObject({ method: 'POST', url: '/echo?x=1', body: 'hello' });
    expect(seen.rawHeaders).toContain('X-Kept');
    expect(seen.rawHeaders).toContain(new URL(forward.target).host);
    for (const gone of ['X-Forwarded-For', 'evil.test']) expect(seen.rawHeaders).not.toContain(gone);
    // Deployed daemons pass on what Connection names (OPENHOST-G29).
    expect(seen.rawHeaders.includes('X-Secret')).toBe(dialect === 'deployed');
  });

  it('carry several requests at once and a large body', async () => {
    const connection = await connect({ dialect }, { dialect });
    const answers = await Promise.all([
      connection.request({ method: 'GET', target: '/big' }).then(text),
      connection.request({ method: 'GET', target: '/a' }).then(text),
      connection.request({ method: 'GET', target: '/b' }).then(text),
    ]);
    expect(answers[0]).toHaveLength(1 << 20);
    expect(answers.slice(1).map((answer) => JSON.parse(answer).url)).toEqual(['/a', '/b']);
  });
});

describe('a daemon', () => {
  it('answers 502 where nothing is forwarded or the service is down', async () => {
    const down = await connect({ forward: { target: 'http://127.0.0.1:9' } });
    expect((await down.request({ method: 'GET', target: '/' })).status).toBe(502);
  });

  it('tunnels a listed WebSocket path and no other', async () => {
    const connection = await connect();
    const refused = await connection.upgrade({ method: 'GET', target: '/other', headers: webSocket });
    expect(refused).toMatchObject({ status: 502 });
    const tunnel = await connection.upgrade({ method: 'GET', target: '/live', headers: webSocket });
    if (!('head' in tunnel)) throw new Error('no tunnel');
    expect(tunnel.head.headers).toContainEqual(['Sec-WebSocket-Accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=']);
    await tunnel.send(Buffer.from('8184000000006f686f73', 'hex'));
    for await (const bytes of tunnel.incoming) {
      expect(Buffer.from(bytes).toString('hex')).toBe('82046f686f73');
      break;
    }
    tunnel.close();
    await connection.closed;
  });

  it('leaves a client that is not allowed without an answer, and serves it once paired', async () => {
    const { host, dialled, identity } = await both({ allow: [] });
    await expect.poll(() => relay.store.get(identity.name)).toBeDefined();
    await host.poll();
    const key = host.url.slice(5, 57);
    expect(Buffer.from(relay.store.get(key)?.payload ?? []).includes('_answer-')).toBe(false);
    host.pair(identity.name);
    expect(await failedStep(dialled)).toBe('connected');
    expect(Buffer.from(relay.store.get(key)?.payload ?? []).includes('_answer-')).toBe(true);
    await (await dialled).close();
  });

  it('rejects an empty list of WebSocket paths', async () => {
    await expect(both({ forward: { ...forward, websockets: [] } })).rejects.toThrow('websockets');
  });
});

describe('a client', () => {
  it('rejects a stolen certificate and a wrong one', async () => {
    const steal = await both({ rules: { ...DAEMON_RULES, showCertificate: stolen } });
    expect(await failedStep(steal.dialled)).toBe('connect');
    const other = await both({
      rules: { ...DAEMON_RULES, showCertificate: createDtlsCertificate },
    });
    expect(await failedStep(other.dialled)).toBe('connect');
  });

  it('rejects a host that cannot sign', async () => {
    const { dialled } = await both({
      rules: {
        ...DAEMON_RULES,
        ...sent(0x32, (frame) => [{ ...frame, payload: new Uint8Array(64) }])(DAEMON_RULES),
      },
    });
    expect(await failedStep(dialled)).toBe('binding');
  });

  it('shows a diagnostic of the host as inert text', async () => {
    const attack = `\u001b[31m<script>alert(1)</script>${'x'.repeat(5000)}`;
    const connection = await connect({
      rules: {
        ...DAEMON_RULES,
        ...sent(0x11, () => [{ type: 0xf0, requestId: 0, payload: Buffer.from(attack) }])(DAEMON_RULES),
      },
    });
    const response = await connection.request({ method: 'GET', target: '/' });
    expect(response.status).toBe(502);
    expect(response.headers).toContainEqual(['content-type', 'text/plain; charset=utf-8']);
    const shown = await text(response);
    expect(shown.length).toBeLessThan(300);
    expect(shown).not.toContain('\u001b');
  });
});
