import { setTimeout as sleep } from 'node:timers/promises';
import type { Budget } from '../suites/model.js';

export type Draw = (resource: string, amount: number, signal: AbortSignal) => Promise<void>;

/** Grants at most `amount` within any `per` milliseconds, in the order of the requests. */
export function budgetsOf(budgets: Readonly<Record<string, Budget>> = {}): Draw {
  const queues = new Map<string, Promise<void>>();
  const drawn = new Map<string, { at: number; amount: number }[]>();

  const take = async (
    resource: string,
    amount: number,
    budget: Budget,
    signal: AbortSignal,
  ): Promise<void> => {
    if (amount > budget.amount) throw new Error(`${amount} ${resource} are more than the budget ever holds`);
    for (;;) {
      signal.throwIfAborted();
      const now = performance.now();
      const recent = (drawn.get(resource) ?? []).filter(({ at }) => at > now - budget.per);
      const [oldest] = recent;
      if (!oldest || recent.reduce((sum, one) => sum + one.amount, amount) <= budget.amount) {
        drawn.set(resource, [...recent, { at: now, amount }]);
        return;
      }
      await sleep(Math.max(1, oldest.at + budget.per - now), undefined, { signal });
    }
  };

  return (resource, amount, signal) => {
    const budget = budgets[resource];
    if (!budget) return Promise.resolve();
    const before = queues.get(resource) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(() => take(resource, amount, budget, signal));
    queues.set(resource, turn);
    return turn;
  };
}
