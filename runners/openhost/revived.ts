/** Checks before a case that a daemon of ours publishes, and restarts it once. Adds its last lines to the case. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Context } from '../../suites/model.js';
import { Down } from './daemon_program.js';
import type { Deployment } from './deployment.js';

const LOG = 'last lines of the daemon';

/** The daemons whose log a case already shows. */
const shownBy = new WeakMap<object, Set<unknown>>();

/** Called before a case uses the daemon. The case shows the log unless it passes. */
export async function revived(
  { revive, log, differsIn = [] }: Pick<Deployment, 'revive' | 'log' | 'differsIn'>,
  context: Pick<Context, 'inQueue' | 'note' | 'defer'>,
): Promise<void> {
  if (revive) await withLog(context, context.inQueue(revive()));
  const shown = shownBy.get(context) ?? new Set();
  shownBy.set(context, shown);
  if (!log || shown.has(log)) return;
  shown.add(log);
  // What the daemon printed before its last frame may wait in the pipe until the next turn.
  context.defer(() => turn());
  const name = differsIn.length > 0 ? `${LOG} with other settings (${differsIn.join(', ')})` : LOG;
  context.note(name, () => log() || 'it printed nothing');
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
