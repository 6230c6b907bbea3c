import { Lost, Unreachable } from '../../suites/case.js';

/** The result; undefined if the target gave no answer or could not be asked. Other errors pass through. */
export async function ifAnswered<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Lost || error instanceof Unreachable)) throw error;
    return undefined;
  }
}

/** Keeps an unhandled rejection from ending the process. A later await of the promise still receives it. */
export const lookedAtLater = (work: Promise<unknown>): void => void Promise.allSettled([work]);
