import type { Case } from '../suites/model.js';

/** Works through cases, so many at once; those of the phase `last` when all others have ended. */
export async function drain(
  cases: readonly Case[],
  width: number,
  signal: AbortSignal,
  work: (one: Case) => Promise<void>,
): Promise<void> {
  for (const phase of [undefined, 'last'] as const) {
    const left = cases.filter((one) => one.phase === phase);
    const worker = async (): Promise<void> => {
      for (let one = left.shift(); one && !signal.aborted; one = left.shift()) await work(one);
    };
    await Promise.all(Array.from({ length: Math.min(width, left.length) }, worker));
  }
}
