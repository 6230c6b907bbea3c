import { expect, it } from 'vitest';
import { Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import { ifAnswered, lookedAtLater } from './answered.js';

const failing = async (error: Error): Promise<string> => {
  throw error;
};

it('returns an answer, also a falsy one', async () => {
  expect(await ifAnswered(Promise.resolve('answer'))).toBe('answer');
  expect(await ifAnswered(Promise.resolve(0))).toBe(0);
});

it.each([new Lost('no answer'), new Unreachable('ECONNREFUSED')])(
  'returns undefined after %s',
  async (error) => {
    expect(await ifAnswered(failing(error))).toBeUndefined();
  },
);

it.each([new TypeError('ours'), new Unclaimed('not offered'), new Error('any')])(
  'passes %s on',
  async (error) => {
    await expect(ifAnswered(failing(error))).rejects.toBe(error);
  },
);

it('lets a rejection wait for whoever awaits it later', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.prependListener('unhandledRejection', note);
  const work = failing(new Lost('no answer'));
  lookedAtLater(work);
  await new Promise((resolve) => setImmediate(resolve));
  process.removeListener('unhandledRejection', note);
  expect(unhandled).toEqual([]);
  await expect(work).rejects.toThrow('no answer');
});
