/** The routes of RFC section 5, without a socket. */
import { describe, expect, it } from 'vitest';
import { describe as shownSession } from './app.js';
import { createBrokerage } from './brokerage.js';
import { createApp } from './http.js';
import { createRateLimiter } from './rate.js';
import type { BrokerOptions } from './settings.js';
import { START, testSession, testSettings } from './testing/broker.js';

const env = { address: '192.0.2.1' };

function broker(options: BrokerOptions = {}) {
  const settings = testSettings(options);
  const brokerage = createBrokerage(settings);
  const { creations, counters } = settings.rules.limits;
  const app = createApp({ settings, brokerage, creationRate: createRateLimiter(creations, counters) });
  const ask = async (method: string, path: string, body?: string, headers: Record<string, string> = {}) => {
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    const response = await app.request(`http://broker.test${path}`, init, env);
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      headers: response.headers,
      body: /json/.test(type) ? JSON.parse(text) : text,
    };
  };
  const create = (body: unknown) => ask('POST', '/api/session', JSON.stringify(body));
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  return { ...settings, brokerage, ask, create, bearer };
}

const refused = (status: number, error: string) => ({ status, body: { error } });

describe('POST /api/session', () => {
  it('creates a session, with a token for its admin and one for each stream', async () => {
    const { create, rules, secret } = broker();
    const { status, headers, body } = await create({ name: 'show', streams: ['a', 'b'], ttl: 60 });
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(body).toMatchObject({
      session: 'show',
      state: 'WAITING',
      streams: ['a', 'b'],
      ttl: 60,
      expiresAt: START + 60_000,
      url: 'http://broker.test/s/show',
      qr: 'http://broker.test/s/show/qr',
    });
    const joins: { stream: string; role: string; url: string }[] = body.join;
    expect(joins.map(({ stream, role }) => `${stream} ${role}`)).toEqual([
      'a sender',
      'a receiver',
      'b sender',
      'b receiver',
    ]);
    const claims = (token: string) =>
      rules.authenticate({ token, session: 'show', secret, now: START, over: 'over-http' });
    expect(claims(body.token)).toMatchObject({ role: 'admin', stream: null });
    expect(claims(new URL(joins[2]?.url ?? '').searchParams.get('t') ?? '')).toMatchObject({
      role: 'peer',
      stream: 'b',
    });
  });

  it.each([
    ['no JSON', 'x', 400, 'INVALID_REQUEST'],
    ['a bad name', '{"name":"../a"}', 400, 'INVALID_REQUEST'],
    ['a name in use', '{"name":"show"}', 409, 'SESSION_EXISTS'],
    ['a body above 16 KiB', `{"name":"a","x":"${'x'.repeat(20_000)}"}`, 400, 'INVALID_REQUEST'],
  ])('rejects %s', async (_what, body, status, error) => {
    const { ask, create } = broker();
    await create({ name: 'show' });
    expect(await ask('POST', '/api/session', body)).toMatchObject(refused(status, error));
  });

  it('asks for a Turnstile token where one is configured, and tells the check who asks', async () => {
    const seen: string[][] = [];
    const { create } = broker({
      turnstile: async (token, address) => {
        seen.push([token, address]);
        return token === 'human';
      },
    });
    expect(await create({ name: 'a' })).toMatchObject(refused(403, 'TURNSTILE_FAILED'));
    expect(await create({ name: 'a', turnstileToken: 'human' })).toMatchObject({ status: 201 });
    expect(seen).toEqual([
      ['', env.address],
      ['human', env.address],
    ]);
  });

  it('limits what one address creates, and counts no creation that was rejected', async () => {
    const { create, clock, logged } = broker({ limits: { creations: { amount: 2, per: 60_000 } } });
    for (let i = 0; i < 5; i++) await create({ name: '' });
    expect((await create({ name: 'a' })).status).toBe(201);
    clock.advance(500);
    expect((await create({ name: 'b' })).status).toBe(201);
    const late = await create({ name: 'c' });
    expect(late).toMatchObject(refused(429, 'RATE_LIMITED'));
    expect(late.headers.get('retry-after')).toBe('60');
    expect(logged.at(-1)).toEqual({ event: 'rate-limited', address: env.address });
    clock.advance(60_000);
    expect((await create({ name: 'c' })).status).toBe(201);
  });

  it('answers 503 when the broker is full', async () => {
    const { create } = broker({ limits: { sessions: 1 } });
    await create({ name: 'a' });
    expect(await create({ name: 'b' })).toMatchObject(refused(503, 'SERVER_ERROR'));
  });
});

describe('a session', () => {
  async function created() {
    const one = broker();
    const { body } = await one.create({ name: 'show', streams: ['a', 'b'] });
    const peer = new URL(body.join[0].url).searchParams.get('t') ?? '';
    return { ...one, admin: one.bearer(body.token), peer: one.bearer(peer) };
  }

  it('is shown to its admin', async () => {
    const { ask, admin } = await created();
    const { status, body } = await ask('GET', '/api/session/show', undefined, admin);
    expect([status, Object.keys(body)]).toEqual([
      200,
      ['session', 'state', 'streams', 'latency', 'ttl', 'created', 'expiresAt'],
    ]);
  });

  it.each([
    ['no token', () => ({})],
    ['a token that cannot be decoded', () => ({ Authorization: 'Bearer p_a.b' })],
    [
      'another scheme',
      ({ admin }: Awaited<ReturnType<typeof created>>) => ({
        Authorization: admin.Authorization.replace('Bearer', 'Basic'),
      }),
    ],
    ['the token of a peer', ({ peer }: Awaited<ReturnType<typeof created>>) => peer],
  ])('is shown to nobody with %s', async (_what, headersOf) => {
    const one = await created();
    for (const method of ['GET', 'DELETE']) {
      const answer = await one.ask(method, '/api/session/show', undefined, headersOf(one));
      expect(answer).toMatchObject(refused(401, 'AUTH_FAILED'));
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(one.brokerage.find('show')).toBeDefined();
  });

  it('is not shown with a token of another session, which cannot tell whether it exists', async () => {
    const { ask, admin } = await created();
    for (const name of ['other', 'show%00', 'a b']) {
      expect(await ask('GET', `/api/session/${name}`, undefined, admin)).toMatchObject(
        refused(401, 'AUTH_FAILED'),
      );
    }
  });

  it('is deleted by its admin, and gone then', async () => {
    const { ask, admin } = await created();
    const gone = await ask('DELETE', '/api/session/show', undefined, admin);
    expect(gone).toMatchObject({ status: 200, body: { session: 'show', state: 'CLOSED' } });
    expect(await ask('GET', '/api/session/show', undefined, admin)).toMatchObject(
      refused(404, 'SESSION_NOT_FOUND'),
    );
  });

  it('tells a peer how to connect to its own stream, and the admin to each', async () => {
    const { ask, admin, peer } = await created();
    const streams = async (headers: Record<string, string>, query = '') => {
      const { body } = await ask('GET', `/api/session/show/connect${query}`, undefined, headers);
      return body.streams.map(({ stream, role }: { stream: string; role: string }) => `${stream} ${role}`);
    };
    expect(await streams(peer)).toEqual(['a sender', 'a receiver']);
    expect(await streams(peer, '?stream=b')).toEqual(['a sender', 'a receiver']);
    expect(await streams(admin)).toEqual(['a sender', 'a receiver', 'b sender', 'b receiver']);
    expect(await streams(admin, '?stream=b&role=sender')).toEqual(['b sender']);
    expect(await streams(admin, '?role=admin')).toEqual([]);
  });
});

describe('every other path', () => {
  it('has the health of the broker and the pages of a session', async () => {
    const { ask, create } = broker();
    await create({ name: 'show' });
    expect(await ask('GET', '/api/health')).toMatchObject({
      status: 200,
      body: { status: 'ok', version: '1.0.0' },
    });
    const page = await ask('GET', '/s/show');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await ask('GET', '/s/show/qr')).body).toMatch(/^<svg /);
  });

  it.each([
    ['GET', '/'],
    ['GET', '/s/never'],
    ['GET', '/s/never/qr'],
    ['PUT', '/api/session'],
    ['GET', '/api/session/'],
  ])('%s %s is not found', async (method, path) => {
    expect(await broker().ask(method, path)).toMatchObject(refused(404, 'SESSION_NOT_FOUND'));
  });

  it('answers 500 for a defect of the broker, and logs no more than its class', async () => {
    const { ask, logged } = broker({
      turnstile: () => {
        throw new TypeError('the secret is hunter2');
      },
    });
    const answer = await ask('POST', '/api/session', '{"name":"a"}');
    expect(answer).toMatchObject(refused(500, 'SERVER_ERROR'));
    expect(logged).toEqual([{ event: 'fault', detail: 'TypeError' }]);
  });
});

it('shows the times of a session, and none of its secrets', () => {
  const session = testSession('a');
  expect(shownSession(session)).toEqual({
    session: 'show',
    state: 'WAITING',
    streams: ['a'],
    latency: 120,
    ttl: 60,
    created: new Date(START).toISOString(),
    expiresAt: START + 60_000,
  });
});

it('logs the address of whoever has no good token', async () => {
  const { ask, logged } = broker();
  expect(await ask('GET', '/api/session/show')).toMatchObject({ status: 401 });
  expect(logged).toEqual([{ event: 'auth-failed', address: env.address }]);
});
