/** What a case sees of a daemon that we start: that it publishes, or why it does not, and its last lines. */
import type { Context } from '../../suites/model.js';
import { type Deployment, Down } from './deployment.js';

const LOG = 'last lines of the daemon';

/** Before a case uses it. The case shows the log unless it passes. */
export async function revived(
  deployment: Pick<Deployment, 'revive' | 'log'>,
  context: Pick<Context, 'inQueue' | 'note'>,
): Promise<void> {
  const { revive, log } = deployment;
  if (revive) await withLog(context, context.inQueue(revive()));
  if (log) context.note(LOG, () => log() || 'it printed nothing');
}

/** A daemon that did not come up says why in its own words. */
export async function withLog<T>(context: Pick<Context, 'note'>, starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    if (error instanceof Down && error.log !== '') context.note(LOG, error.log);
    throw error;
  }
}
