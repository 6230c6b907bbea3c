import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as read } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import type { Answer, Asked, Faults } from '../../reference/punch/peers/broker/faults.js';
import type { JsonObject } from '../../suites/model.js';
import { liveCases } from '../../suites/punch/cases.js';
import { askAll } from '../ask_all.js';
import { hear } from './receive_log.js';
import { punchTarget } from './target.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

async function verdicts(faults: Faults, ...ids: readonly string[]): Promise<Record<string, string>> {
  const broker = await startBroker({ faults });
  const { url, secret, close } = broker;
  const target = await punchTarget({ url, secret, onClose: close });
  closers.push(target.close);
  const cases = liveCases.filter(({ id }) => ids.includes(id));
  const outcomes = await askAll(cases, target, 1, liveCases);
  return Object.fromEntries(outcomes.map(({ id, verdict }) => [id, verdict]));
}

const changed = (answer: Answer, change: (body: JsonObject) => unknown): Answer =>
  answer.status < 300 && answer.body.startsWith('{')
    ? { ...answer, body: JSON.stringify(change(JSON.parse(answer.body))) }
    : answer;
const isCreation = ({ method, path }: Asked) => method === 'POST' && path === '/api/session';

describe('a broker whose bodies the RFC allows', { timeout: 60_000 }, () => {
  it('passes with everything of a session one level deeper', async () => {
    const answer = (given: Answer, asked: Asked): Answer =>
      asked.path.startsWith('/api/session') ? changed(given, (data) => ({ data })) : given;
    const ids = ['punch/5/query', 'punch/4.2/starts-waiting', 'punch/4.3/granted', 'punch/2/streams'];
    expect(await verdicts({ answer }, ...ids)).toEqual(Object.fromEntries(ids.map((id) => [id, 'pass'])));
  });

  it('shows by expiresAt alone what TTL it grants', async () => {
    const answer = (given: Answer, asked: Asked): Answer =>
      isCreation(asked) ? changed(given, ({ ttl: _, ...rest }) => rest) : given;
    const ids = ['punch/4.3/granted', 'punch/4.3/maximum', 'punch/4.3/default', 'punch/4.3/over-maximum'];
    expect(await verdicts({ answer }, ...ids)).toEqual(Object.fromEntries(ids.map((id) => [id, 'pass'])));
  });

  it('fails by an expiresAt that is not as long as the TTL that was asked for', async () => {
    const answer = (given: Answer, asked: Asked): Answer =>
      isCreation(asked)
        ? changed(given, ({ ttl: _, ...rest }) => ({ ...rest, expiresAt: Date.now() + 1_800_000 }))
        : given;
    expect(await verdicts({ answer }, 'punch/4.3/granted', 'punch/4.3/maximum')).toEqual({
      'punch/4.3/granted': 'fail',
      'punch/4.3/maximum': 'fail',
    });
  });
});

describe('a broker that takes the name as session', { timeout: 60_000 }, () => {
  it('makes sessions', async () => {
    const broker = await startBroker();
    const proxy = createServer(async (request, response) => {
      const sent = await read(request);
      const { session, ...rest } = JSON.parse(sent || '{}');
      const creates = request.method === 'POST' && request.url === '/api/session';
      if (creates && session === undefined) {
        response.writeHead(400).end('{"error":"INVALID_REQUEST","message":"session is missing"}');
        return;
      }
      const answer = await fetch(broker.url + request.url, {
        method: request.method ?? 'GET',
        headers: { authorization: request.headers.authorization ?? '' },
        ...(creates ? { body: JSON.stringify({ name: session, ...rest }) } : {}),
      });
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    const { port } = proxy.address() as AddressInfo;
    const onClose = async () => {
      proxy.closeAllConnections();
      proxy.close();
      await broker.close();
    };
    const target = await punchTarget({ url: `http://127.0.0.1:${port}`, onClose });
    closers.push(target.close);
    const ids = ['punch/5/create', 'punch/4.3/granted', 'punch/2/name-64', 'punch/2/name-65'];
    const outcomes = await askAll(
      liveCases.filter(({ id }) => ids.includes(id)),
      target,
      1,
      liveCases,
    );
    expect(outcomes.map(({ id, verdict }) => `${verdict} ${id}`).sort()).toEqual(
      ids.map((id) => `pass ${id}`).sort(),
    );
  });
});

describe('a heard message', () => {
  const heard = (message: JsonObject) => {
    const hearing = hear();
    hearing.message(JSON.stringify(message), false);
    return hearing.heard[0]?.message;
  };

  it('has the members of a nested peer beside its own, and its own first', () => {
    const peer = { type: 'x', port: 20101 };
    expect(heard({ type: 'peer', peer, latency: 120 })).toMatchObject({
      type: 'peer',
      port: 20101,
      latency: 120,
    });
  });

  it('stays as it is where it tells of two ends', () => {
    const message = { type: 'peer_match', a: { port: 1 }, b: { port: 2 } };
    expect(heard(message)).toEqual(message);
  });
});
