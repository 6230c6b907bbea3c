import { expect, test } from 'vitest';
import { chargesOnly, losses } from '../runners/exec/testing/losses.js';
import { IMPATIENT, withFake } from '../runners/exec/testing/open.js';

test.concurrent.each(losses)(
  'one request that loses the adapter by %s is charged, and no other',
  chargesOnly,
);

test('measures a silence from the moment when a request is the oldest, so a slow serial adapter is not lost', () =>
  withFake(
    'slow',
    async (fake) => {
      const started = performance.now();
      const answers = await Promise.all(Array.from({ length: 15 }, (_, i) => fake.do({ after: 200, is: i })));
      expect(answers.filter((answer) => 'accept' in answer)).toHaveLength(15);
      expect(performance.now() - started).toBeGreaterThan(IMPATIENT.answer);
    },
    IMPATIENT,
  ));

test('does not wait for an adapter that exits by itself', async () => {
  const started = performance.now();
  await withFake('well', async (fake) => expect(await fake.do(1)).toEqual({ accept: 1 }), IMPATIENT);
  expect(performance.now() - started).toBeLessThan(3_000);
});
