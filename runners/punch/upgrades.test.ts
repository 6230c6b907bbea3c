import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { Unreachable } from '../../suites/case.js';
import type { Share } from './sharing.js';
import { askerOf, scripted, testedAt } from './testing/scripted.js';
import { upgradesOf } from './upgrades.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

/** Scenarios are not run: none of these tests is about the spelling of messages. */
const share: Share = async <T>() => undefined as T;

/** The upgrades of a case at this place. */
function upgrades(url: URL) {
  const tested = testedAt(url);
  const asker = askerOf(tested);
  const plain = () => {
    throw new Error('nothing is shared here');
  };
  return { tested, asker, ...upgradesOf(asker, share, plain) };
}

async function opened() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  closers.push(() => server.close());
  const asked: string[] = [];
  server.on('connection', (_socket, { url = '' }) => asked.push(url));
  return { asked, ...upgrades(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)) };
}

describe('an upgrade', () => {
  it('goes to the path of the session with the token, or to what the case wants instead', async () => {
    const { upgrade, asked, asker } = await opened();
    await upgrade({ session: 'run-1', token: 'p_a.b' });
    await upgrade({ session: 'run-1' });
    await upgrade({ session: 'run-1', token: 'p_a.b', query: '?x=1' });
    await upgrade({ session: 'run-1', path: '/elsewhere', token: 'p_a.b' });
    await asker.end();
    expect(asked).toEqual([
      '/api/ws/run-1?t=p_a.b',
      '/api/ws/run-1',
      '/api/ws/run-1?x=1',
      '/elsewhere?t=p_a.b',
    ]);
    expect(asker.transcript.lines()[0]).toMatch(/^> #1 upgrade \/api\/ws\/run-1\?t=<token \w+>$/);
  });

  it('is closed when its case ends', async () => {
    const { open, tested, asker } = await opened();
    const socket = await open('run-1', 'p_a.b');
    expect(tested.sockets).toEqual(new Set([socket]));
    await asker.end();
    expect(tested.sockets.size).toBe(0);
    expect(await socket.ended()).toBe(1000);
  });
});

describe('a rejected upgrade', () => {
  it('is an answer, and blocks a case that needs a WebSocket', async () => {
    const broker = await scripted(() => ({ status: 401, body: '{"error":"AUTH_FAILED","message":"no"}' }));
    closers.push(broker.close);
    const { upgrade, open, tested } = upgrades(broker.url);
    expect(await upgrade({ session: 'run-1' })).toMatchObject({
      status: 401,
      answer: { json: { error: 'AUTH_FAILED' } },
    });
    await expect(open('run-1', 'p_a.b')).rejects.toThrow(new Unreachable('the upgrade returned 401'));
    expect(tested.sockets.size).toBe(0);
  });

  it('is asked for again after a 429', async () => {
    const broker = await scripted((_asked, i) => ({
      status: i === 0 ? 429 : 403,
      headers: { 'Retry-After': '0' },
    }));
    closers.push(broker.close);
    expect((await upgrades(broker.url).upgrade({ session: 'run-1' })).status).toBe(403);
    expect(broker.asked).toHaveLength(2);
  });
});
