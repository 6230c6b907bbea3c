import { once } from 'node:events';
import { connect } from 'node:net';
import { renderSVG } from 'uqr';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createAuthority } from '../../../tls/certificate.js';
import { registerPeer } from '../client.js';
import { type Broker, type BrokerOptions, startBroker } from './broker.js';
import { clockOf } from './clock.js';
import type { LogEvent } from './options.js';

const brokers: Broker[] = [];
afterEach(async () => {
  await Promise.all(brokers.splice(0).map((broker) => broker.close()));
});

async function start(options: BrokerOptions = {}): Promise<Broker> {
  const broker = await startBroker(options);
  brokers.push(broker);
  return broker;
}

interface Created {
  token: string;
  expiresAt: number;
  join: { stream: string; role: string; url: string }[];
}

async function create(
  broker: Broker,
  body: object,
): Promise<{ status: number; body: Created; response: Response }> {
  const response = await fetch(`${broker.url}/api/session`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Created, response };
}

const tokenIn = (url: string | undefined) => new URL(url ?? '').searchParams.get('t') ?? '';

async function pair(broker: Broker, session: string, created: Created) {
  const [a, b] = created.join;
  const one = await registerPeer({
    broker: broker.url,
    session,
    token: tokenIn(a?.url),
    port: 5001,
    ip: '10.1.1.1',
  });
  const two = await registerPeer({
    broker: broker.url,
    session,
    token: tokenIn(b?.url),
    port: 5002,
    ip: '10.1.1.2',
  });
  return [one, two] as const;
}

it('serves the page and the QR code of a session, and 404 for a session that never existed', async () => {
  const broker = await start();
  const made = await create(broker, { name: 'shown' });
  const { url, qr } = made.body as Created & { url: string; qr: string };
  expect((await fetch(url)).status).toBe(200);
  const picture = await fetch(qr);
  expect(picture.headers.get('content-type')).toBe('image/svg+xml');
  expect(await picture.text()).toBe(renderSVG(url, { border: 4 }));
  for (const path of ['/s/never', '/s/never/qr']) expect((await fetch(broker.url + path)).status).toBe(404);
});

describe('a broker', () => {
  it('introduces two peers and lets them start together', async () => {
    const broker = await start();
    const { status, body } = await create(broker, { name: 'show', latency: 120 });
    expect(status).toBe(201);
    const [one, two] = await pair(broker, 'show', body);
    const [first, second] = await Promise.all([one.met, two.met]);
    expect(first).toMatchObject({ ip: '10.1.1.2', port: 5002, localPort: 5001, latency: 120 });
    expect(second).toMatchObject({ ip: '10.1.1.1', port: 5001, localPort: 5002, latency: 120 });
    expect(first.passphrase).toBe(second.passphrase);
    expect(first.passphrase).toMatch(/^[A-Za-z0-9_-]{43}$/);
    one.ready();
    two.ready();
    await Promise.all([one.started, two.started]);
  });

  it('rejects a Turnstile token that is not a string, with or without Turnstile', async () => {
    const broker = await start();
    expect((await create(broker, { name: 'show', turnstileToken: 7 })).status).toBe(400);
    expect((await create(broker, { name: 'show', turnstileToken: 'x' })).status).toBe(201);
  });

  it('closes with 1000 on DELETE, answers 404 from then on, and frees the name', async () => {
    const broker = await start();
    const { body } = await create(broker, { name: 'show' });
    const [one, two] = await pair(broker, 'show', body);
    await two.met;
    const authorization = { Authorization: `Bearer ${body.token}` };
    const gone = await fetch(`${broker.url}/api/session/show`, { method: 'DELETE', headers: authorization });
    expect(gone.status).toBe(200);
    expect(await Promise.all([one.closed, two.closed])).toEqual([1000, 1000]);
    const after = await fetch(`${broker.url}/api/session/show`, { headers: authorization });
    expect(after.status).toBe(404);
    expect((await create(broker, { name: 'show' })).status).toBe(201);
  });

  it('keeps no timer for a WebSocket that has closed', async () => {
    const clock = clockOf();
    const armed = new Set<object>();
    const after = (ms: number, act: () => void) => {
      const one = {};
      armed.add(one);
      const disarm = clock.after(ms, () => {
        armed.delete(one);
        act();
      });
      return () => {
        armed.delete(one);
        disarm();
      };
    };
    const broker = await start({ clock: { now: clock.now, after } });
    const before = armed.size;
    const { body } = await create(broker, { name: 'show' });
    const [one, two] = await pair(broker, 'show', body);
    await two.met;
    expect(armed.size).toBeGreaterThan(before);
    const authorization = { Authorization: `Bearer ${body.token}` };
    await fetch(`${broker.url}/api/session/show`, { method: 'DELETE', headers: authorization });
    await Promise.all([one.closed, two.closed]);
    await expect.poll(() => armed.size).toBe(before);
  });

  it('closes at the end of the TTL, no later than expiresAt', async () => {
    const broker = await start({ timing: { closingMargin: 5_000 } });
    const { body } = await create(broker, { name: 'brief', ttl: 6 });
    const [one] = await pair(broker, 'brief', body);
    expect(await one.closed).toBe(1000);
    expect(Date.now()).toBeLessThanOrEqual(body.expiresAt);
    expect(broker.counts).toMatchObject({ sessions: 0, members: 0 });
  });

  it('reaps a peer that is silent for 90 seconds with 1011', async () => {
    const broker = await start({ clock: clockOf(200), timing: { registration: 1e9 } });
    const { body } = await create(broker, { name: 'quiet', ttl: 86_400 });
    const socket = new WebSocket(
      `${broker.url.replace('http', 'ws')}/api/ws/quiet?t=${tokenIn(body.join[0]?.url)}`,
      { autoPong: false },
    );
    const [code] = await once(socket, 'close');
    expect(code).toBe(1011);
  });

  it.each([
    ['health', 'GET', '/api/health', 200],
    ['health without body', 'HEAD', '/api/health', 200],
    ['an unknown path', 'GET', '/nowhere', 404],
    ['no token', 'GET', '/api/session/x', 401],
    ['no body', 'POST', '/api/session', 400],
    ['the path of upgrades without an upgrade', 'GET', '/api/ws/x', 404],
  ])('carries the version: %s', async (_name, method, path, status) => {
    const broker = await start();
    const response = await fetch(`${broker.url}${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('Punch-Version')).toBe('1.0.0');
  });

  it.each([
    [
      'a rejected upgrade',
      'GET /api/ws/x?t=p_a.b HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
      401,
    ],
    [
      'another upgrade',
      'GET /api/ws/x HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n',
      400,
    ],
    ['no host', 'GET /api/health HTTP/1.1\r\n\r\n', 400],
    ['a bad target', 'GET http:// HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['no HTTP', '\x16\x03\x01 garbage\r\n\r\n', 400],
  ])('answers with the version and a JSON error: %s', async (_name, bytes, status) => {
    const broker = await start();
    const socket = connect(Number(new URL(broker.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.end(bytes);
    await once(socket, 'close');
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text.toLowerCase()).toContain('punch-version: 1.0.0');
    expect(text).toMatch(/"error":"[A-Z_]+"/);
  });

  it('limits creations per source address and says when to come back', async () => {
    const broker = await start();
    const statuses: number[] = [];
    for (let i = 0; i < 11; i++) statuses.push((await create(broker, { name: `s${i}` })).status);
    expect(statuses).toEqual([...Array(10).fill(201), 429]);
    const { response } = await create(broker, { name: 's11' });
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
  });

  it('asks for a Turnstile token only where one is configured', async () => {
    const guarded = await start({ turnstile: async (token) => token === 'human' });
    expect((await create(guarded, { name: 'a' })).status).toBe(403);
    expect((await create(guarded, { name: 'a', turnstileToken: 'human' })).status).toBe(201);
    expect((await create(await start(), { name: 'a', turnstileToken: 'robot' })).status).toBe(201);
  });

  it('serves TLS with a given certificate', async () => {
    const authority = createAuthority();
    const broker = await start({ tls: authority.issue(['127.0.0.1']) });
    expect(broker.url).toMatch(/^https:/);
    const socket = new WebSocket(`${broker.url.replace('https', 'wss')}/api/ws/x?t=none`, {
      ca: authority.certificate,
    });
    const [, answer] = await once(socket, 'unexpected-response');
    expect(answer.statusCode).toBe(401);
    socket.on('error', () => {});
    socket.terminate();
  });

  it('survives malformed messages and upgrades, and logs no secret', async () => {
    const logged: LogEvent[] = [];
    const broker = await start({ log: (event) => logged.push(event) });
    const { body } = await create(broker, { name: 'flood' });
    const token = tokenIn(body.join[0]?.url);
    const socket = new WebSocket(`${broker.url.replace('http', 'ws')}/api/ws/flood?t=${token}`);
    const codes: string[] = [];
    socket.on('message', (data) => codes.push(JSON.parse(data.toString()).code));
    await once(socket, 'open');
    for (let i = 0; i < 2000; i++) socket.send(i % 2 ? '{"type":' : Buffer.alloc(20));
    expect((await once(socket, 'close'))[0]).toBe(1000);
    expect(new Set(codes)).toEqual(new Set(['INVALID_MESSAGE']));
    const junk = Array.from({ length: 200 }, async (_, i) => {
      const raw = connect(Number(new URL(broker.url).port), '127.0.0.1');
      raw.on('error', () => {});
      raw.resume();
      raw.end(
        `GET /api/ws/%${i % 10}zz?t=p_.${i} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
      );
      await once(raw, 'close');
    });
    await Promise.all(junk);
    expect((await fetch(`${broker.url}/api/health`)).status).toBe(200);
    expect(broker.counts).toMatchObject({ members: 0, sockets: 0 });
    const text = JSON.stringify(logged);
    expect(text).not.toContain(token);
    expect(text).not.toContain(body.token);
  });

  it('closes a message that is too large with a code of 8.2', async () => {
    const broker = await start();
    const { body } = await create(broker, { name: 'large' });
    const socket = new WebSocket(
      `${broker.url.replace('http', 'ws')}/api/ws/large?t=${tokenIn(body.join[0]?.url)}`,
    );
    await once(socket, 'open');
    socket.send('x'.repeat(1 << 20));
    expect((await once(socket, 'close'))[0]).toBe(1011);
  });
});
