import { expect, it } from 'vitest';
import { caseTurns } from './case_turns.js';

/** A case that is under way; `end` is its teardown. */
function started(attempt = 1, signal = new AbortController().signal) {
  const teardowns: (() => unknown)[] = [];
  const inQueue = <T>(turn: Promise<T>): Promise<T> => turn;
  const context = { attempt, signal, inQueue, defer: (one: () => unknown) => teardowns.push(one) };
  return { context, end: () => teardowns.forEach((one) => void one()) };
}

it('a case waits until another one has been torn down', async () => {
  const turn = caseTurns(1);
  const [first, second] = [started(), started()];
  await turn(first.context, {});
  let begun = false;
  const waited = turn(second.context, {}).then(() => {
    begun = true;
  });
  await Promise.resolve();
  expect(begun).toBe(false);
  first.end();
  await waited;
});

it('a waiting case and a second attempt do not queue', async () => {
  const turn = caseTurns(1);
  await turn(started().context, {});
  await turn(started().context, { waits: 30_000 });
  await turn(started(2).context, {});
});

it('a case that is cancelled in the queue is lost', async () => {
  const turn = caseTurns(1);
  await turn(started().context, {});
  const cancelled = new AbortController();
  const asked = turn(started(1, cancelled.signal).context, {});
  cancelled.abort();
  await expect(asked).rejects.toThrow('cancelled before its turn');
});
