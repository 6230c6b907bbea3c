import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { defined } from '../../defined.js';
import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import { createAuthority } from '../../reference/tls/certificate.js';
import type { Case, Footer, Result } from '../../suites/model.js';
import { liveCases } from '../../suites/punch/cases.js';
import { run } from '../run.js';
import { punchTarget } from './target.js';

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

interface Asked {
  readonly ca?: string | undefined;
  readonly firstLook?: number;
  readonly cases?: readonly Case[];
}

/** No case waits until it may create a session. */
const creations = { amount: 10_000, per: 60_000 };

/** Runs the whole suite, or other cases, except those with long waits. */
async function outcome(
  url: string,
  { ca, firstLook = 30_000, cases = liveCases }: Asked = {},
): Promise<{ footer: Footer; results: Result[] }> {
  const target = await punchTarget({
    url,
    patience: 400,
    stall: 1_500,
    firstLook,
    budget: creations,
    ...defined({ ca }),
  });
  const results: Result[] = [];
  const signal = AbortSignal.timeout(40_000);
  const footer = await run({
    cases,
    targets: [{ target, rerun: '' }],
    level: 'must',
    jobs: 24,
    seed: 1,
    longestWait: 100,
    specs: [],
    tool: { name: 'conform', version: '0' },
    signal,
    line: (line) => {
      if (line.kind === 'result') results.push(line);
    },
  });
  await target.close();
  expect(signal.aborted, 'the run was cut').toBe(false);
  return { footer, results };
}

/** A part of the suite is enough where a test reads one result or one sentence. */
const inSections = (start: string): readonly Case[] =>
  liveCases.filter(({ section }) => section.startsWith(start));

const goodbye = Buffer.from([0x88, 0x02, 0x03, 0xe8]);
const json = { 'Content-Type': 'application/json' };
type Hostile = readonly [name: string, said: RegExp, listener: RequestListener, firstLook?: number];

/**
 * Runs of the whole suite; first_look.test.ts and the battery have more servers. Only the test of a stalled first look sets
 * `firstLook`. It runs a part of the suite, since every case stalls as well.
 */
const hostile: readonly Hostile[] = [
  [
    'answers HTML',
    /returned 200 with HTML, and so did a path that cannot exist/,
    (_q, a) => void a.end('<!doctype html><h1>It works</h1>'),
  ],
  [
    'redirects elsewhere',
    /redirected \(301\) to http:\/\/127.0.0.1:9\/x\\u009b: if you mean that server, write --target http:\/\/127.0.0.1:9/,
    (q, a) => {
      q.socket.end(
        'HTTP/1.1 301 Gone\r\nLocation: http://127.0.0.1:9/x\u009b\r\nContent-Length: 0\r\n\r\n',
        'latin1',
      );
      a.on('error', () => {});
    },
  ],
  [
    'stalls after the headers',
    /begins an answer and does not end it within 1500 ms/,
    (_q, a) => void a.writeHead(200, json).flushHeaders(),
    1_500,
  ],
  [
    'says 200 to everything',
    /returned 200, and so did a path that cannot exist/,
    (_q, a) => void a.writeHead(200, json).end('{}'),
  ],
];

describe('a target that', { timeout: 60_000 }, () => {
  it.concurrent.each(
    hostile.map(([name, said, listener, firstLook = 30_000]) => ({ name, said, listener, firstLook })),
  )(
    '$name makes the run red, in time, and the run says so',
    { timeout: 60_000 },
    async ({ said, listener, firstLook }) => {
      const server = createServer(listener);
      const url = `http://127.0.0.1:${await listening(server)}`;
      const cases = firstLook < 30_000 ? inSections('5.3') : liveCases;
      const { footer, results } = await outcome(url, { firstLook, cases });
      expect([1, 3]).toContain(footer.exit);
      expect(results.filter(({ verdict }) => verdict === 'error')).toEqual([]);
      expect(footer.reasons.at(-1)).toMatch(said);
    },
  );

  it('speaks another protocol is quoted in the report', async () => {
    const server = createTcp((socket) => void socket.on('error', () => {}).write('SSH-2.0-Test\r\n'));
    const port = await listening(server);
    for (const [scheme, what] of [
      ['http', 'it does not speak HTTP: it says "SSH-2.0-Test'],
      ['https', 'it does not speak TLS: it says "SSH-2.0-Test'],
    ]) {
      const { footer } = await outcome(`${scheme}://127.0.0.1:${port}`);
      expect([1, 3]).toContain(footer.exit);
      expect(footer.reasons.at(-1)).toContain(what);
    }
  });

  it('speaks TLS without https: or the reverse is reported with the right scheme', async () => {
    const { certificate: cert, key } = createAuthority().issue(['127.0.0.1']);
    const secure = createSecure({ cert, key }, (_request, answer) => void answer.end());
    secure.on('tlsClientError', () => {});
    const port = await listening(secure);
    const overTls = await outcome(`http://127.0.0.1:${port}`);
    expect(overTls.footer.reasons.at(-1)).toBe(
      `it speaks TLS on this port: did you mean https://127.0.0.1:${port}?`,
    );
    const bare = await listening(createServer((_request, answer) => void answer.end()));
    const overHttp = await outcome(`https://127.0.0.1:${bare}`);
    expect(overHttp.footer.counts.blocked).toBeGreaterThan(overHttp.footer.counts.fail);
    expect(overHttp.footer.reasons.at(-1)).toBe(
      `it speaks HTTP without TLS: did you mean http://127.0.0.1:${bare}?`,
    );
  });

  it('stops answering during the run is reported, and blocks the remaining cases', async () => {
    const broker = await startBroker();
    closers.push(broker.close);
    let left = 12;
    const server = createServer(async (request, answer) => {
      if (left-- <= 0) return void request.socket.destroy();
      const from = await fetch(broker.url + request.url, { method: request.method ?? 'GET' });
      answer.writeHead(from.status, Object.fromEntries(from.headers)).end(await from.text());
    });
    const { footer } = await outcome(`http://127.0.0.1:${await listening(server)}`);
    expect([1, 3]).toContain(footer.exit);
    expect(footer.reasons.at(-1)).toMatch(/^it stopped answering, after \d+ answers: /);
    expect(footer.counts.blocked).toBeGreaterThan(0);
  });

  it('does not listen blocks every case, and the run says why', async () => {
    // A port that was listened on may be another test's by now. Nobody listens on 9.
    const { footer, results } = await outcome('http://127.0.0.1:9');
    expect(footer.exit).toBe(3);
    expect(footer.counts.pass + footer.counts.fail).toBe(0);
    expect(results.find(({ verdict }) => verdict === 'blocked')?.reason).toContain('ECONNREFUSED');
  });

  it.concurrent.each<[string, (socket: Duplex) => unknown]>([
    ['sends garbage behind the 101', (socket) => socket.end('garbage that is no frame')],
    ['sends a close behind the 101', (socket) => socket.end(goodbye)],
    ['closes after each message', (socket) => socket.once('data', () => socket.end(goodbye))],
  ])('%s makes the run red, in time', async (_name, behave) => {
    const broker = await startBroker({ limits: { creations } });
    closers.push(broker.close);
    const server = createServer(async (request, answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { authorization } = request.headers;
      const { method = 'GET' } = request;
      const from = await fetch(broker.url + request.url, {
        method,
        headers: authorization ? { authorization } : {},
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      });
      answer.writeHead(from.status, Object.fromEntries(from.headers)).end(await from.text());
    });
    server.on('upgrade', (request, socket) => {
      const magic = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(magic).digest('base64');
      socket.on('error', () => {});
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      behave(socket);
    });
    const cases = inSections('6');
    const { footer, results } = await outcome(`http://127.0.0.1:${await listening(server)}`, { cases });
    expect([1, 3]).toContain(footer.exit);
    expect(results).toHaveLength(cases.length);
  });

  it.each([
    ['expired', true],
    ['of a stranger', false],
  ])('shows a certificate that is %s blocks every case', async (_name, expired) => {
    const authority = createAuthority();
    const validity = { from: new Date(0), until: new Date(86_400_000) };
    const { certificate: cert, key } = authority.issue(['127.0.0.1'], ...(expired ? [validity] : []));
    const server = createSecure({ cert, key }, (_request, answer) => void answer.end());
    server.on('tlsClientError', () => {});
    const url = `https://127.0.0.1:${await listening(server)}`;
    const { footer, results } = await outcome(url, {
      ca: expired ? authority.certificate : undefined,
      cases: inSections('5'),
    });
    expect([1, 3]).toContain(footer.exit);
    expect(results.find(({ verdict }) => verdict === 'blocked')?.reason).toMatch(/certificate/);
  });

  it('redirects from https to http fails the clause that forbids it', async () => {
    const authority = createAuthority();
    const { certificate: cert, key } = authority.issue(['127.0.0.1']);
    const server = createSecure({ cert, key }, (_request, answer) => {
      answer.writeHead(301, { Location: 'http://127.0.0.1/' }).end();
    });
    server.on('tlsClientError', () => {});
    const { results } = await outcome(`https://127.0.0.1:${await listening(server)}`, {
      ca: authority.certificate,
      cases: inSections('9.6'),
    });
    expect(results.find(({ id }) => id === 'punch/9.6/no-downgrade')?.verdict).toBe('fail');
  });
});
