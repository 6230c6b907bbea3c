/** When the cases of one lab are put: so many at once, and those that mostly wait beside them. */
import { Lost } from '../../suites/case.js';
import type { Case, Context } from '../../suites/model.js';
import { turns } from './turns.js';

/** More at once starve each other on a small machine, and deadlines begin when a case does. */
const AT_ONCE = 3;
/** Cases that mostly wait take nobody's turn. */
const WAITING_AT_ONCE = 8;
/** What of a case decides when it is put. */
export type Asking = Partial<Pick<Case, 'id' | 'waits'>>;

type Turned = Pick<Context, 'attempt' | 'inQueue' | 'signal' | 'defer'>;

/** Waits for the turn of a case, which it leaves when all of it is torn down. */
export function caseTurns(atOnce = AT_ONCE) {
  const [working, waiting] = [turns(atOnce), turns(WAITING_AT_ONCE)];
  return async (context: Turned, { waits }: Asking): Promise<void> => {
    // What is asked once more is asked alone, and behind nobody.
    if (context.attempt > 1) return;
    const queue = waits === undefined ? working : waiting;
    if (!(await context.inQueue(queue.take(context.signal)))) throw new Lost('cancelled before its turn');
    context.defer(queue.leave);
  };
}
