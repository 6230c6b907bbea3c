import { afterAll, describe, expect, it } from 'vitest';
import { Lost, Unreachable } from '../../suites/case.js';
import type { HttpRequest } from '../../suites/punch/port.js';
import { MOST_SILENT } from './contact.js';
import { LIMIT_HELP } from './limit_help.js';
import { once } from './one_request.js';
import type { TestedBroker } from './tested_broker.js';
import {
  type Answering,
  adminToken,
  askerOf,
  countedBudget,
  granted,
  memoryOf,
  scripted,
  testedAt,
} from './testing/scripted.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

async function at(answering: Answering, more: Partial<TestedBroker> = {}, signal?: AbortSignal) {
  const broker = await scripted(answering);
  closers.push(broker.close);
  const budget = countedBudget();
  const tested = testedAt(broker.url, { memory: memoryOf({ budget }), ...more });
  return { broker, budget, tested, asker: askerOf(tested, signal) };
}

const get: HttpRequest = { method: 'GET', path: '/api/health' };
const creation = (name = 'run-1'): HttpRequest => ({
  method: 'POST',
  path: '/api/session',
  body: JSON.stringify({ name }),
});

describe('a request of a case', () => {
  it('carries its token and the type of its body, unless it has headers of its own', async () => {
    const { broker, asker, tested } = await at(() => ({ status: 204 }));
    await once(asker, { ...get, token: 'p_a.b' }, false);
    await once(
      asker,
      { ...creation(), token: 'p_a.b', headers: { Authorization: 'none', 'Content-Type': 'x' } },
      true,
    );
    expect(broker.asked.map(({ headers }) => [headers.authorization, headers['content-type']])).toEqual([
      ['Bearer p_a.b', undefined],
      ['none', 'x'],
    ]);
    expect(tested.memory.contact.answers()).toBe(2);
  });

  it('is recorded with its answer, and without its token', async () => {
    const { asker } = await at(() => ({ status: 404, body: '{"error":"GONE"}' }));
    await once(asker, { ...get, token: adminToken('run-1') }, false);
    expect(asker.transcript.lines()).toEqual([
      expect.stringMatching(/^> #1 GET \/api\/health \(Authorization: Bearer <token \w+>\)/),
      expect.stringMatching(/^< #1 404 .*\{"error":"GONE"\}$/),
    ]);
  });

  it('stops the clock of its case while it waits for its turn to create', async () => {
    const { asker } = await at(() => ({ status: 201 }));
    let queued = 0;
    const inQueue = <T>(turn: Promise<T>) => {
      queued++;
      return turn;
    };
    await once({ ...asker, inQueue }, get, false);
    expect(queued).toBe(0);
    await once({ ...asker, inQueue }, creation(), true);
    expect(queued).toBe(1);
  });

  it('takes no turn of the budget unless it creates', async () => {
    const { budget, asker } = await at(() => ({ status: 429 }));
    await once(asker, get, false);
    await once(asker, { ...creation(), unbudgeted: true }, true);
    expect(budget.told).toEqual([]);
  });

  it.each<[number, string]>([
    [201, 'made'],
    [500, 'made'],
    [400, 'rejected'],
    [409, 'rejected'],
    [429, 'limited 7'],
  ])('that creates and gets a %d leaves its turn %s', async (status, told) => {
    const { budget, asker } = await at(() => ({ status, headers: { 'Retry-After': '7' } }));
    await once(asker, creation(), true);
    expect(budget.told).toEqual([told]);
  });
});

describe('a target that grants no creation for long', () => {
  it('gets no further one, and answers everything else', async () => {
    const budget = { ...countedBudget(), isGivenUp: true };
    const { broker, asker } = await at(() => ({ status: 200 }), { memory: memoryOf({ budget }) });
    await expect(once(asker, creation(), true)).rejects.toThrow(`nothing but 429 for long; ${LIMIT_HELP}`);
    await once(asker, get, false);
    expect(broker.asked.map(({ method }) => method)).toEqual(['GET']);
  });
});

describe('a target without an answer', () => {
  it('is given up after some requests in a row, and asked no more', async () => {
    const { broker, budget, asker } = await at(() => undefined);
    for (let i = 0; i < MOST_SILENT; i++) await expect(once(asker, creation(), true)).rejects.toThrow(Lost);
    await expect(once(asker, creation(), true)).rejects.toThrow(
      new Unreachable('the target does not answer: the connection broke: ECONNRESET'),
    );
    expect(broker.asked).toHaveLength(MOST_SILENT);
    expect(budget.told).toEqual(Array.from({ length: MOST_SILENT }, () => 'given back'));
  });

  it('starts again from zero after an answer', async () => {
    const { asker, tested } = await at((_asked, i) => (i === MOST_SILENT - 1 ? { status: 200 } : undefined));
    for (let i = 1; i < MOST_SILENT; i++) await expect(once(asker, get, false)).rejects.toThrow(Lost);
    expect((await once(asker, get, false)).status).toBe(200);
    expect(tested.memory.contact.silence()).toEqual([]);
  });
});

describe('a session that a creation makes', () => {
  it('is deleted at the end, with its admin token', async () => {
    const { asker, tested } = await at(({ body }) => granted(body));
    await once(asker, creation(), true);
    expect([...tested.sessions.keys()]).toEqual(['run-1']);
    expect(tested.creating.size).toBe(0);
  });

  it('is one, however many a hostile answer names', async () => {
    const tokens = Array.from({ length: 500 }, (_, i) => adminToken(`other-${i}`));
    const { asker, tested } = await at(() => ({ status: 201, body: JSON.stringify({ tokens }) }));
    await once(asker, creation(), true);
    expect([...tested.sessions.keys()]).toEqual(['other-0']);
  });

  it.each([200, 299, 300, 404])(
    'is remembered after a 2xx only, not after a %d otherwise',
    async (status) => {
      const { asker, tested } = await at(({ body }) => ({ ...granted(body), status }));
      await once(asker, creation(), true);
      expect(tested.sessions.size).toBe(status < 300 ? 1 : 0);
    },
  );

  it('is remembered also if its case ended before the answer', async () => {
    const stop = new AbortController();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { asker, tested } = await at(
      async ({ body }) => {
        stop.abort(new Error('the case is over'));
        await held;
        return granted(body);
      },
      {},
      stop.signal,
    );
    await expect(once(asker, creation(), true)).rejects.toThrow('the case is over');
    expect(tested.creating.size).toBe(1);
    release();
    await Promise.all(tested.creating);
    expect([...tested.sessions.keys()]).toEqual(['run-1']);
    expect(tested.creating.size).toBe(0);
  });

  it('is not asked for if the case is over, and the request of a case ends with it', async () => {
    const stop = new AbortController();
    const { asker } = await at(() => new Promise(() => {}), {}, stop.signal);
    const asked = once(asker, get, false);
    setImmediate(() => stop.abort());
    await expect(asked).rejects.toThrow();
  });
});
