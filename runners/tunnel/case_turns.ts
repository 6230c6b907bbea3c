/** Decides when each case of a lab runs: a few at once, and those that mostly wait beside them. */
import { Lost } from '../../suites/case.js';
import type { Case, Context } from '../../suites/model.js';
import { turns } from './turns.js';

/** More at once starve each other on a small machine, and deadlines begin when a case does. */
const AT_ONCE = 3;
/** Cases that mostly wait have a queue of their own. */
const WAITING_AT_ONCE = 8;
/** The fields of a case that decide when it runs. */
export type Asking = Partial<Pick<Case, 'id' | 'waits'>>;

type Turned = Pick<Context, 'attempt' | 'inQueue' | 'signal' | 'defer'>;

/** Waits for the turn of a case. The turn ends when the case is torn down. */
export function caseTurns(atOnce = AT_ONCE) {
  const [working, waiting] = [turns(atOnce), turns(WAITING_AT_ONCE)];
  return async (context: Turned, { waits }: Asking): Promise<void> => {
    // A second attempt runs alone, so it does not queue.
    if (context.attempt > 1) return;
    const queue = waits === undefined ? working : waiting;
    if (!(await context.inQueue(queue.take(context.signal)))) throw new Lost('cancelled before its turn');
    context.defer(queue.leave);
  };
}
