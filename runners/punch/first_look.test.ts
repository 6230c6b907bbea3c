import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { firstLook } from './first_look.js';
import { type Answering, type AskedOfBroker, type Said, scripted } from './testing/scripted.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

const HEALTH = '/api/health';

async function look(answering: Answering, patience = 60_000) {
  const broker = await scripted(answering);
  closers.push(broker.close);
  return { broker, ...(await firstLook({ url: broker.url, patience })) };
}

/** The look at a server that writes these bytes on each connection. */
async function lookAtBytes(greet: (socket: Socket) => unknown, scheme = 'http') {
  const server = createServer((socket) => greet(socket.on('error', () => {}).resume())).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  closers.push(() => server.close());
  const url = new URL(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return { url, ...(await firstLook({ url, patience: 60_000 })) };
}

/** Says this of health, and 404 of any other path. */
const only =
  (said: Said) =>
  ({ path }: AskedOfBroker): Said =>
    path === HEALTH ? said : { status: 404 };

const redirect = (Location: string): Said => ({ status: 302, headers: { Location } });

describe('a target that looks like a broker', () => {
  it('is recognised by its version, after one request', async () => {
    const { broker, impression, version } = await look(() => ({ status: 200, body: '{"version":"1.0.0"}' }));
    expect([impression, version]).toEqual([undefined, '1.0.0']);
    expect(broker.asked.map(({ path }) => path)).toEqual([HEALTH]);
  });

  it.each(['{}', '[]', 'null', '{"version":1}', 'OK'])(
    'may say %s of its health, if other paths are not there',
    async (body) => {
      const { impression, version } = await look(only({ status: 200, body }));
      expect([impression, version]).toEqual([undefined, undefined]);
    },
  );
});

describe('a target that does not', () => {
  it.each<[string, Answering, string]>([
    [
      'HTML',
      only({ status: 200, body: '\n<h1>It works</h1>' }),
      'returned 200 with HTML: this does not look like a Punch broker',
    ],
    [
      '200 to every path',
      () => ({ status: 200, body: 'OK' }),
      'returned 200, and so did a path that cannot exist',
    ],
    ['500 to every path', () => ({ status: 500 }), 'returned 500, and so did a path that cannot exist'],
    ['404', () => ({ status: 404 }), 'returned 404: this does not look like a Punch broker'],
    ['a large body', only({ status: 200, body: 'x'.repeat(65_537) }), 'returned more than 65536 bytes'],
  ])('is recognised by %s', async (_what, answering, said) => {
    expect((await look(answering)).impression).toContain(`GET ${HEALTH} ${said}`);
  });

  it('is recognised by its silence', async () => {
    const { impression } = await look(() => new Promise(() => {}), 20);
    expect(impression).toBe('it takes the connection and does not answer within 20 ms');
  });

  it('is recognised by a hang-up', async () => {
    expect((await look(() => undefined)).impression).toMatch(/^it hangs up: /);
  });

  it('is quoted if it speaks another protocol, without its control characters', async () => {
    const greet = (socket: Socket) => socket.end('SSH-2.0-\u001b[31m\r\n');
    expect((await lookAtBytes(greet)).impression).toBe(
      'it does not speak HTTP: it says "SSH-2.0-\\u001b[31m\\u000d"',
    );
    expect((await lookAtBytes(greet, 'https')).impression).toMatch(
      /^it does not speak TLS: it says "SSH-2.0-/,
    );
  });

  it('is named with http: if it speaks that without TLS', async () => {
    const greet = (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    const { url, impression } = await lookAtBytes(greet, 'https');
    expect(impression).toBe(`it speaks HTTP without TLS: did you mean http://${url.host}?`);
  });

  it('is said to be out of reach if nothing listens', async () => {
    const broker = await scripted(() => undefined);
    broker.close();
    expect((await firstLook({ url: broker.url, patience: 60_000 })).impression).toBe(
      'the target cannot be reached: ECONNREFUSED',
    );
  });
});

describe('a redirect', () => {
  it('to another server names that server', async () => {
    const { impression } = await look(() => redirect('https://other.example/api/health'));
    expect(impression).toBe(
      `GET ${HEALTH} is redirected (302) to https://other.example/api/health: if you mean that server, write --target https://other.example`,
    );
  });

  it('that ends within the target is reported with its place', async () => {
    const { impression } = await look(({ path }) =>
      path === HEALTH ? redirect('/v2/health') : { status: 200 },
    );
    expect(impression).toBe(`GET ${HEALTH} is redirected (302) to /v2/health`);
  });

  it('that goes round is followed a few times', async () => {
    const { impression, broker } = await look(({ path }) => redirect(`${path}x`));
    expect(impression).toMatch(/, and from there again and again$/);
    expect(broker.asked.length).toBeLessThan(8);
  });

  it.each([
    ['', 'nowhere'],
    ['http://', 'http://'],
    ['http://[', 'http://['],
  ])('to %j is reported, and not followed', async (location, shown) => {
    const { impression, broker } = await look(() => redirect(location));
    expect(impression).toContain(`is redirected (302) to ${shown}`);
    expect(broker.asked.length).toBeLessThan(8);
  });
});
