import type { Case } from '../suites/model.js';

/**
 * Works through cases, so many at once; those of the phase `last` when all others have ended. Starts no further one when
 * `enough` says so, and returns those that were not started.
 */
export async function drain(
  cases: readonly Case[],
  width: number,
  signal: AbortSignal,
  work: (one: Case) => Promise<void>,
  enough: () => boolean = () => false,
): Promise<readonly Case[]> {
  const phases = ([undefined, 'last'] as const).map((phase) => cases.filter((one) => one.phase === phase));
  for (const left of phases) {
    left.reverse();
    const worker = async (): Promise<void> => {
      while (!signal.aborted && !enough()) {
        const one = left.pop();
        if (!one) return;
        await work(one);
      }
    };
    await Promise.all(Array.from({ length: Math.min(width, left.length) }, worker));
    if (left.length > 0) break;
  }
  return phases.flatMap((left) => left.reverse());
}
