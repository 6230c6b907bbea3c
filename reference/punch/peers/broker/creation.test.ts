import { expect, it } from 'vitest';
import type { Call } from './app.js';
import { createBrokerage } from './brokerage.js';
import { creation } from './creation.js';
import { createRateLimiter } from './rate.js';
import { testSettings } from './testing/broker.js';

/** The answers to these bodies, one after another, from one address with one creation a minute. */
async function answersTo(...bodies: readonly string[]) {
  const settings = testSettings();
  const creationRate = createRateLimiter({ amount: 1, per: 60_000 }, 10);
  const create = creation({ settings, brokerage: createBrokerage(settings), creationRate });
  const answers: unknown[] = [];
  for (const body of bodies) {
    const req = { text: async () => body, url: 'http://broker.test/api/session' };
    const { status, headers } = await create({ env: { address: '192.0.2.1' }, req } as unknown as Call);
    answers.push([status, headers['Retry-After']]);
  }
  return answers;
}

it('answers 429 with Retry-After when the address has used its creations', async () => {
  expect(await answersTo('{"name":"one"}', '{"name":"two"}')).toEqual([
    [201, undefined],
    [429, '60'],
  ]);
});

it('does not count a rejected creation', async () => {
  expect(await answersTo('{"nam":"one"}', '{"name":"one"}')).toEqual([
    [400, undefined],
    [201, undefined],
  ]);
});
