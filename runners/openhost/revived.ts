/** Checks before a case that a daemon of ours publishes, and restarts it once. Adds its last lines to the case. */
import type { Context } from '../../suites/model.js';
import { type Deployment, Down } from './deployment.js';

const LOG = 'last lines of the daemon';

/** Called before a case uses the daemon. The case shows the log unless it passes. */
export async function revived(
  deployment: Pick<Deployment, 'revive' | 'log'>,
  context: Pick<Context, 'inQueue' | 'note'>,
): Promise<void> {
  const { revive, log } = deployment;
  if (revive) await withLog(context, context.inQueue(revive()));
  if (log) context.note(LOG, () => log() || 'it printed nothing');
}

/** Adds the output of a daemon that did not start. */
export async function withLog<T>(context: Pick<Context, 'note'>, starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    if (error instanceof Down && error.log !== '') context.note(LOG, error.log);
    throw error;
  }
}
