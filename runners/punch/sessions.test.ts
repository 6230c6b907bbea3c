import { afterAll, describe, expect, it } from 'vitest';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import type { PunchPort } from '../../suites/punch/port.js';
import { sessionsOf } from './sessions.js';
import { shareIn } from './sharing.js';
import { type Answering, askerOf, granted, type Said, scripted, testedAt } from './testing/scripted.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

async function at(answering: Answering) {
  const broker = await scripted(answering);
  closers.push(broker.close);
  const tested = testedAt(broker.url);
  const asker = askerOf(tested);
  const share = shareIn(tested.memory, asker.transcript);
  const plain = () => sessionsOf(askerOf(tested), share, plain) as PunchPort;
  return {
    asked: () => broker.asked.map(({ body }) => (JSON.parse(body).streams ?? []).length),
    ...sessionsOf(asker, share, plain),
  };
}

/** Grants at most so many streams by name. */
const upTo =
  (most: number): Answering =>
  ({ body }): Said => {
    const { streams = [] } = JSON.parse(body) as { streams?: string[] };
    return streams.length > most ? { status: 400, body: '{"error":"NO","message":"no"}' } : granted(body);
  };

describe('the sessions of a case', () => {
  it('share a lobby, which is made once', async () => {
    const { lobby, asked } = await at(upTo(48));
    const [one, other] = await Promise.all([lobby(), lobby()]);
    expect(one).toBe(other);
    expect(asked()).toEqual([48]);
  });

  it('have streams of their own in it, and a second one when all are in use', async () => {
    const { stream, asked } = await at(upTo(48));
    const leased = [];
    for (let i = 0; i < 49; i++) leased.push(await stream());
    expect(new Set(leased.map(({ token }) => token)).size).toBe(49);
    expect(new Set(leased.map(({ session }) => session.name)).size).toBe(2);
    expect(asked()).toEqual([48, 48]);
  });

  it('are asked for with as many streams as the broker granted before', async () => {
    const { stream, asked } = await at(upTo(16));
    for (let i = 0; i < 40; i++) await stream();
    expect(asked()).toEqual([48, 48, 48, 48, 16, 16, 16]);
  });

  it('share no stream, even where a later session has fewer of them', async () => {
    let granted = 0;
    const { stream } = await at((asked) => upTo(granted++ === 0 ? 48 : 8)(asked, 0));
    const leased = [];
    for (let i = 0; i < 60; i++) leased.push(await stream());
    expect(new Set(leased.map(({ token }) => token)).size).toBe(60);
  });

  it('are made once for all who name them', async () => {
    const { shared } = await at(upTo(48));
    let made = 0;
    const make = async () => ({ name: `shared-${++made}` });
    const names = [await shared('a', make), await shared('a', make), await shared('b', make)].map(
      ({ name }) => name,
    );
    expect(names).toEqual(['shared-1', 'shared-1', 'shared-2']);
  });
});

describe('a broker that grants no streams by name', () => {
  it('is asked for sessions without, and skips a case that needs several streams', async () => {
    const { session } = await at(upTo(0));
    const made = await session({ streams: ['a', 'b'] });
    expect(made.peer('main')).toMatch(/^p_/);
    expect(() => made.peer('a')).toThrow(Unclaimed);
  });
});

describe('a session that cannot be made', () => {
  it('blocks the case, with what the broker said', async () => {
    const { session } = await at(() => ({ status: 500, body: 'oops' }));
    await expect(session()).rejects.toThrow(
      /^no session could be created: POST \/api\/session with .* returned 500 oops$/,
    );
  });

  it('blocks the case if its answer was lost, which the case is not about', async () => {
    const { session, stream } = await at(() => undefined);
    await expect(session()).rejects.toThrow(Unreachable);
    await expect(stream()).rejects.toThrow('no session could be created: the connection broke');
  });
});
