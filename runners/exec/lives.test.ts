import { expect, it } from 'vitest';
import { Charges } from './charges.js';
import { NoHello } from './life.js';
import { Lives } from './lives.js';
import { fakeLife, hello } from './testing/asked.js';

/** Lives that come one after another. */
function opened(...next: readonly ReturnType<typeof fakeLife>[]) {
  const charges = new Charges();
  let started = 0;
  const lives = new Lives(() => next[started++] ?? fakeLife(), charges);
  return { lives, charges, started: () => started };
}

it('starts one adapter however many requests wait for it', async () => {
  const { lives, started } = opened();
  await Promise.all([lives.begin(), lives.begin(), lives.begin()]);
  expect(started()).toBe(1);
  expect(lives.hello).toEqual(hello);
});

it('has no current life before its hello and after its loss', async () => {
  const first = fakeLife();
  const { lives } = opened(first);
  const begun = lives.begin();
  expect(lives.current).toBeUndefined();
  await begun;
  expect(lives.current).toBe(first);
  lives.current = undefined;
  expect(lives.current).toBeUndefined();
});

it('keeps the first hello, whatever the adapter says after a restart', async () => {
  const other = fakeLife(Promise.resolve({ name: 'other', version: '2', structures: {} }));
  const { lives } = opened(fakeLife(), other);
  await lives.begin();
  lives.current = undefined;
  await lives.begin();
  expect(lives.current).toBe(other);
  expect(lives.hello?.name).toBe('fake');
});

it.each([
  ['a missing hello', new NoHello('exited with code 7', 'no config found')],
  ['any other error', new Error('spawn EAGAIN')],
])('blocks all requests after %s, with the reason', async (_what, reason) => {
  const { lives, charges } = opened(fakeLife(Promise.reject(reason)));
  await lives.begin();
  expect(lives.current).toBeUndefined();
  expect(lives.hello).toBeUndefined();
  expect(lives.failure).toBeInstanceOf(NoHello);
  expect(charges.over).toBe(lives.failure?.message);
  expect(charges.over).toContain(reason instanceof NoHello ? 'no config found' : 'spawn EAGAIN');
});

it('keeps the reason why all requests were blocked before a failed start', async () => {
  const { lives, charges } = opened(fakeLife(Promise.reject(new Error('spawn EAGAIN'))));
  charges.over = 'the target was closed';
  await lives.begin();
  expect(charges.over).toBe('the target was closed');
});

it('closes the newest life, also one that has not said its hello', async () => {
  const [first, second] = [fakeLife(), fakeLife(new Promise(() => {}))];
  const { lives } = opened(first, second);
  await lives.close();
  await lives.begin();
  lives.current = undefined;
  void lives.begin();
  await lives.close();
  expect([first.closed(), second.closed()]).toEqual([false, true]);
});
