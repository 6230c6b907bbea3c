import { describe, expect, it, vi } from 'vitest';
import { createCreationBudget, HOPELESS } from './session_budget.js';

const { signal } = new AbortController();
const limit = { amount: 2, per: 400 };
const budgetOf = (sources: readonly (string | undefined)[] = [undefined]) => {
  const budget = createCreationBudget(limit, sources);
  let looks = 0;
  const take = (from?: string) => budget.take(from, signal, () => void looks++);
  /** It looks once for each creation, and again after each wait. */
  return { budget, take, looks: () => looks };
};
const timed = async (work: Promise<unknown>): Promise<number> => {
  const started = Date.now();
  await work;
  return Date.now() - started;
};

describe('the budget of creations', () => {
  it('counts a creation from the time of its answer', async () => {
    const { take } = budgetOf();
    const turns = [await take(), await take()];
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const turn of turns) turn.made();
    expect(await timed(take())).toBeGreaterThanOrEqual(limit.per - 50);
  });

  it('does not count a creation that was rejected, or never arrived', async () => {
    const { take, looks } = budgetOf();
    for (let i = 0; i < 5; i++) {
      const turn = await take();
      if (i % 2) turn.giveBack();
      else turn.rejected();
    }
    expect(looks()).toBe(5);
  });

  it('counts rejected creations too, those before it included, once the broker has limited it early', async () => {
    const { take, looks } = budgetOf();
    for (let i = 0; i < limit.amount; i++) (await take()).rejected();
    (await take()).limited('0');
    expect(looks()).toBe(limit.amount + 1);
    await take();
    expect(looks()).toBeGreaterThan(limit.amount + 2);
  });

  it('does not count a creation that got a 429', async () => {
    const { take, looks } = budgetOf();
    (await take()).limited('0');
    await Promise.all([take(), take()]);
    expect(looks()).toBe(3);
  });

  it('waits as long as the Retry-After of a 429', async () => {
    const { take } = budgetOf();
    (await take()).limited('1');
    expect(await timed(take())).toBeGreaterThanOrEqual(900);
  });

  it('uses the address that may create first', async () => {
    const { take } = budgetOf(['a', 'b']);
    const from = [];
    for (let i = 0; i < 4; i++) from.push((await take()).source);
    expect(from.toSorted()).toEqual(['a', 'a', 'b', 'b']);
  });

  it('is given up after nothing but 429 for a while, and not before', async () => {
    const { budget, take } = budgetOf();
    const turns = [await take(), await take()];
    let time = Date.now();
    const now = vi.spyOn(Date, 'now').mockImplementation(() => time);
    try {
      turns[0]?.limited('0');
      time += HOPELESS;
      expect(budget.isGivenUp).toBe(false);
      time += 1;
      expect(budget.isGivenUp).toBe(true);
      turns[1]?.rejected();
      expect(budget.isGivenUp).toBe(false);
    } finally {
      now.mockRestore();
    }
  });

  it('names the limit while a case waits for it', async () => {
    const { budget, take } = budgetOf();
    const barred = await take();
    barred.limited('2');
    expect(budget.waitedFor).toBeUndefined();
    const next = take();
    expect(budget.waitedFor).toEqual(limit);
    await next;
    expect(budget.waitedFor).toBeUndefined();
  });
});
