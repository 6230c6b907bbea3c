import { Lost, Unreachable } from '../../suites/case.js';

/** What came; undefined where the target gave no answer or could not be asked. Any other error goes on its way. */
export async function ifAnswered<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Lost || error instanceof Unreachable)) throw error;
    return undefined;
  }
}

/** A rejection that nobody looks at yet does not end the process: whoever awaits the promise still gets it. */
export const lookedAtLater = (work: Promise<unknown>): void => void Promise.allSettled([work]);
