import { describe, expect, it } from 'vitest';
import type { Answer } from '../../suites/codec.js';
import type { Asked } from './asked.js';
import { search } from './search.js';
import { asked, good, crash as loss } from './testing/asked.js';

/** The outcome of each request if those in `losing` lose the adapter when they are asked alone. */
async function searched(unanswered: readonly Asked[], losing: readonly Asked[], guilty?: Asked) {
  const outcomes = new Map<string, Answer>();
  const asks: string[] = [];
  const means = {
    ask: async (one: Asked): Promise<Answer> => {
      asks.push(one.request.op);
      return losing.includes(one) ? loss : good;
    },
    settle: (one: Asked, answer: Answer) => void outcomes.set(one.request.op, answer),
  };
  await search(means, loss, unanswered, guilty);
  return { outcomes: Object.fromEntries(outcomes), asks };
}

describe('a loss with three in flight', () => {
  const [a, b, c] = [asked('a'), asked('b'), asked('c')] as const;

  it('is charged to the one that loses the adapter alone', async () => {
    expect(await searched([a, b, c], [b])).toEqual({
      outcomes: { a: good, b: loss, c: good },
      asks: ['a', 'b', 'c'],
    });
  });

  it('is charged to the oldest if none repeats it', async () => {
    const { outcomes } = await searched([a, b, c], []);
    expect(outcomes).toEqual({
      a: { ...loss, detail: 'exited with code 1, with 3 in flight and not again with one' },
      b: good,
      c: good,
    });
  });

  it('is charged to the one whose answer was wrong, which is not asked again', async () => {
    expect(await searched([a, b, c], [], b)).toEqual({
      outcomes: { a: good, b: loss, c: good },
      asks: ['a', 'c'],
    });
  });

  it('is charged to none if the case of one in flight has stopped waiting', async () => {
    const { outcomes } = await searched([a, asked('gone', true), c], []);
    expect(outcomes).toEqual({ a: good, c: good });
  });
});

it('is charged at once to the only one in flight', async () => {
  expect(await searched([asked('a')], [])).toEqual({ outcomes: { a: loss }, asks: [] });
});
