import { expect, it } from 'vitest';
import { settled } from '../../reference/settled.js';
import { clientPlaces } from './client_places.js';

const { signal } = new AbortController();
/** The value of a promise that has settled, or `waits`. */
const soFar = (some: Promise<unknown>) =>
  Promise.race([some, new Promise((resolve) => setImmediate(resolve, 'waits'))]);

it('gives each place to one client at a time, and lets the next one wait', async () => {
  const places = clientPlaces(2);
  expect([await places.take(signal), await places.take(signal)]).toEqual([0, 1]);
  const third = places.take(signal);
  expect(await soFar(third)).toBe('waits');
  places.leave(1);
  expect(await third).toBe(1);
});

it('takes the place that has been free longest, and reports each unused place', async () => {
  const free: number[] = [];
  const places = clientPlaces(3, { onFree: (place) => free.push(place) });
  for (const place of [0, 1]) {
    expect(await places.take(signal)).toBe(place);
    places.leave(place);
  }
  expect([await places.take(signal), await places.take(signal)]).toEqual([2, 0]);
  expect(free).toEqual([0, 1]);
});

it('keeps a place for a connection, and takes it away when no other place is left', async () => {
  const free: number[] = [];
  const places = clientPlaces(2, { onFree: (place) => free.push(place) });
  const [first, second] = [settled(), settled()];
  await places.take(signal);
  places.leave(0, first.promise);
  expect(await places.take(signal)).toBe(1);
  places.leave(1, second.promise);
  expect(await places.take(signal)).toBe(0);
  // The place has a new client, so the end of the old connection does not free it.
  first.resolve();
  await soFar(first.promise);
  expect(free).toEqual([]);
  second.resolve();
  await soFar(second.promise);
  expect(free).toEqual([1]);
});

it('gives no place to a client that stopped waiting', async () => {
  const places = clientPlaces(1);
  await places.take(signal);
  const over = new AbortController();
  const gone = places.take(over.signal);
  over.abort(new Error('enough'));
  await expect(gone).rejects.toThrow('enough');
  places.leave(0);
  expect(await places.take(signal)).toBe(0);
});

it('waits for the rest of a place before it gives the place again', async () => {
  const places = clientPlaces(1, { rest: 60 });
  await places.take(signal);
  const since = performance.now();
  places.leave(0);
  await places.take(signal);
  expect(performance.now() - since).toBeGreaterThan(55);
});
