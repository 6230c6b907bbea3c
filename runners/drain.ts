import type { Case } from '../suites/model.js';

/**
 * Runs cases with bounded concurrency. Cases of the phase `last` start when all others have ended. When `enough` is true, it
 * starts no further case, and returns those that did not start.
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
