import { CheckFailed, Lost, recordChecks, Unclaimed, Unreachable } from '../../suites/case.js';
import type { Case, Check, Clock, Context, Target, Verdict } from '../../suites/model.js';

export interface Outcome {
  readonly id: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly failed: readonly Check[];
  readonly ms: number;
}

/** Puts cases to a target: the engine without plan, budget and report. */
export async function askAll(cases: readonly Case[], target: Target): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const phase of [undefined, 'last'] as const) {
    const queue = cases.filter((one) => one.phase === phase && speaks(one, target));
    const worker = async () => {
      for (let one = queue.shift(); one; one = queue.shift()) outcomes.push(await askOne(one, target));
    };
    await Promise.all(Array.from({ length: target.concurrency }, worker));
  }
  return outcomes;
}

const speaks = ({ dialect }: Case, { dialects }: Target): boolean =>
  dialect === undefined || (dialects?.[dialect.subject] ?? 'spec') === dialect.name;

export async function askOne(one: Case, target: Target): Promise<Outcome> {
  const { expect, checks } = recordChecks();
  const teardown: (() => unknown)[] = [];
  const clock: Clock = {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
  const stop = new AbortController();
  const context: Context = {
    clock,
    random: { bytes: (length) => new Uint8Array(length), below: () => 0 },
    signal: stop.signal,
    expect,
    draw: async () => {},
    defer: (act) => void teardown.push(act),
    note: () => {},
  };
  const start = performance.now();
  let verdict: Verdict = 'pass';
  let reason = '';
  try {
    const [name = 'openhost'] = one.ports;
    const port = await target.port(name, context);
    await one.run({ ...context, [name]: port } as unknown as Parameters<Case['run']>[0]);
  } catch (error) {
    verdict = verdictOf(error);
    reason = String(error);
  }
  stop.abort();
  for (const act of teardown.reverse()) await act();
  return {
    id: one.id,
    verdict,
    reason,
    failed: checks.filter(({ ok }) => !ok),
    ms: performance.now() - start,
  };
}

function verdictOf(error: unknown): Verdict {
  if (error instanceof CheckFailed || error instanceof Lost) return 'fail';
  if (error instanceof Unclaimed) return 'skip';
  return error instanceof Unreachable ? 'blocked' : 'error';
}
