import { describe, expect, it } from 'vitest';
import type { Answer } from '../../suites/codec.js';
import { Charges } from './charges.js';
import { Dispatch, WINDOW } from './dispatch.js';
import { Lives } from './lives.js';
import { crash, type FakeLife, fakeLife, good, requestOf } from './testing/asked.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** An adapter whose answers and losses the test decides. */
async function opened() {
  const charges = new Charges();
  const begun: FakeLife[] = [];
  const lives = new Lives(() => {
    const life = fakeLife();
    begun.push(life);
    return life;
  }, charges);
  const dispatch = new Dispatch(charges, lives);
  await lives.begin();
  const life = (): FakeLife => begun.at(-1) ?? fakeLife();
  const { signal } = new AbortController();
  return {
    charges,
    dispatch,
    begun,
    life,
    ask: (op: string, structure?: string, stop = signal) => dispatch.ask(requestOf(op, structure), stop),
    /** Answers the oldest requests in flight. */
    answer(count = 1, answer: Answer = good) {
      dispatch.answered(
        life()
          .inFlight.splice(0, count)
          .map((one) => [one, answer]),
      );
    },
    /** Ends the life with all that it has not answered. */
    lose(guilty = -1) {
      const unanswered = life().inFlight.splice(0);
      dispatch.lost(crash, unanswered, unanswered[guilty]);
      return turn();
    },
  };
}

const opsOf = (life: FakeLife): string[] => life.inFlight.map(({ request }) => request.op);

describe('requests', () => {
  it('are sent at once until the window is full, and then as answers come, oldest first', async () => {
    const fake = await opened();
    const answers = Array.from({ length: WINDOW + 3 }, (_, i) => fake.ask(`${i}`));
    expect([fake.life().waiting, fake.dispatch.queue.size]).toEqual([WINDOW, 3]);
    fake.answer(2);
    expect(opsOf(fake.life()).slice(-2)).toEqual([`${WINDOW}`, `${WINDOW + 1}`]);
    fake.answer(WINDOW);
    fake.answer(1);
    expect(await Promise.all(answers)).toEqual(answers.map(() => good));
  });

  it('of a blocked structure are not sent, and those of another are', async () => {
    const fake = await opened();
    for (let i = 0; i < 3; i++) fake.charges.strike('fake/one', crash);
    expect(await fake.ask('a')).toEqual({ blocked: expect.stringContaining('fake/one') });
    void fake.ask('b', 'fake/two');
    expect(opsOf(fake.life())).toEqual(['b']);
  });

  it('that the adapter rejects are answered, so the count of losses starts again', async () => {
    const fake = await opened();
    fake.charges.strike('fake/one', crash);
    fake.charges.strike('fake/one', crash);
    const answer = fake.ask('a');
    fake.answer(1, { reject: 'no' });
    expect(await answer).toEqual({ reject: 'no' });
    fake.charges.strike('fake/one', crash);
    expect(fake.charges.refusal('fake/one')).toBeUndefined();
  });

  it('in flight and in the queue are blocked at the end, and so is each later one', async () => {
    const fake = await opened();
    const answers = Array.from({ length: WINDOW + 1 }, () => fake.ask('a'));
    fake.dispatch.end('the target was closed');
    const closed = { blocked: 'the target was closed' };
    expect(await Promise.all([...answers, fake.ask('late')])).toEqual([...answers, 'late'].map(() => closed));
    expect(fake.dispatch.queue.size).toBe(0);
  });

  it('whose case stops waiting are not sent any more', async () => {
    const fake = await opened();
    for (let i = 0; i < WINDOW; i++) void fake.ask('a');
    const stop = new AbortController();
    const given_up = fake.ask('never', undefined, stop.signal);
    stop.abort(new Error('out of time'));
    await expect(given_up).rejects.toThrow('out of time');
    fake.answer(WINDOW);
    expect(opsOf(fake.life())).toEqual([]);
  });
});

describe('a loss', () => {
  it('with one request in flight is charged to it, and the next request starts the adapter again', async () => {
    const fake = await opened();
    const answer = fake.ask('a');
    await fake.lose();
    expect(await answer).toBe(crash);
    expect(fake.begun).toHaveLength(1);
    const next = fake.ask('b');
    await turn();
    expect(opsOf(fake.life())).toEqual(['b']);
    fake.answer();
    expect(await next).toBe(good);
    expect(fake.begun).toHaveLength(2);
  });

  it('with several in flight asks them one at a time, and new requests wait until it is found', async () => {
    const fake = await opened();
    const [a, b] = [fake.ask('a'), fake.ask('b')];
    await fake.lose();
    void fake.ask('later');
    await turn();
    expect(opsOf(fake.life())).toEqual(['a']);
    fake.answer();
    await turn();
    // This adapter has answered before, so its loss is not yet the fault of b.
    await fake.lose();
    expect(opsOf(fake.life())).toEqual(['b']);
    await fake.lose();
    expect([await a, await b]).toEqual([good, crash]);
    await turn();
    expect(opsOf(fake.life())).toEqual(['later']);
  });

  it('charges a guilty request without asking it again', async () => {
    const fake = await opened();
    const [a, b] = [fake.ask('a'), fake.ask('b')];
    await fake.lose(1);
    expect(await b).toBe(crash);
    expect(opsOf(fake.life())).toEqual(['a']);
    fake.answer();
    expect(await a).toBe(good);
  });

  it('with nothing in flight is charged to no request, and blocks all after the third', async () => {
    const fake = await opened();
    for (let i = 0; i < 3; i++) await fake.lose();
    expect(await fake.ask('a')).toEqual({
      blocked: 'crash with nothing in flight, 3 times: exited with code 1',
    });
  });

  it('with nothing in flight does not count any more after an answer', async () => {
    const fake = await opened();
    await fake.lose();
    await fake.lose();
    const answer = fake.ask('a');
    await turn();
    fake.answer();
    expect(await answer).toBe(good);
    await fake.lose();
    expect(fake.charges.over).toBeUndefined();
  });
});
