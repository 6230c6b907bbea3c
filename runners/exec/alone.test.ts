import { describe, expect, it } from 'vitest';
import { Alone } from './alone.js';
import { Charges } from './charges.js';
import { Lives } from './lives.js';
import { asked, crash, type FakeLife, fakeLife, good } from './testing/asked.js';

/** Lives that a test began, in their order. */
function opened(begin: () => FakeLife = fakeLife): {
  readonly charges: Charges;
  readonly lives: Lives;
  readonly alone: Alone;
  readonly begun: FakeLife[];
} {
  const begun: FakeLife[] = [];
  const charges = new Charges();
  const lives = new Lives(() => {
    const life = begin();
    begun.push(life);
    return life;
  }, charges);
  return { charges, lives, alone: new Alone(charges, lives), begun };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a request that is asked alone', () => {
  it('starts an adapter if none runs, and returns its answer', async () => {
    const { alone, begun } = opened();
    const answer = alone.ask(asked('a'));
    await turn();
    expect(begun.map(({ waiting }) => waiting)).toEqual([1]);
    expect(alone.take(good)).toBe(true);
    expect(await answer).toBe(good);
  });

  it('is charged with a loss of an adapter that was asked nothing else', async () => {
    const { alone } = opened();
    const answer = alone.ask(asked('a'));
    await turn();
    alone.take(crash);
    expect(await answer).toBe(crash);
  });

  it('is asked again after a loss of an adapter that was asked something before', async () => {
    const { alone, lives, begun } = opened();
    await lives.begin();
    begun[0]?.ask(asked('earlier'), asked('earlier').request);
    const one = asked('a');
    const answer = alone.ask(one);
    await turn();
    lives.current = undefined;
    alone.take(crash);
    await turn();
    expect(begun.map(({ inFlight }) => inFlight.includes(one))).toEqual([true, true]);
    alone.take(good);
    expect(await answer).toBe(good);
  });

  it('is blocked without being asked if its structure is', async () => {
    const { alone, charges, begun } = opened();
    for (let i = 0; i < 3; i++) charges.strike('fake/one', crash);
    expect(await alone.ask(asked('a'))).toEqual({
      blocked: expect.stringContaining('3 times in a row in fake/one'),
    });
    expect(begun).toEqual([]);
  });

  it('is blocked when the adapter cannot be started again', async () => {
    const { alone } = opened(() => fakeLife(Promise.reject(new Error('no such program'))));
    expect(await alone.ask(asked('a'))).toEqual({ blocked: expect.stringContaining('no such program') });
  });
});

it('takes an outcome only while a request is asked alone', async () => {
  const { alone } = opened();
  expect(alone.take(good)).toBe(false);
  const answer = alone.ask(asked('a'));
  await turn();
  expect(alone.take(good)).toBe(true);
  await answer;
  expect(alone.take(crash)).toBe(false);
});
