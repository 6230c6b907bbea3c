/** Runs one history of commands against a live peer, through the port of its suite. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CheckFailed, Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import type { Check, Context, Ports, Target } from '../../suites/model.js';
import { openContext } from '../context.js';
import { startDeadline } from '../deadline.js';
import { portOf } from '../port_of.js';
import type { FastCheck } from './grammar.js';
import { limitOf } from './limit.js';
import type { Command, LiveModel } from './live_model.js';

/** The most milliseconds of one history. */
export const LONGEST = 30_000;
/** Milliseconds for closing the connections of a history that is given up. */
const GRACE = 500;

export type Played =
  | 'agrees'
  /** The search gave it up, so it shows nothing. */
  | 'over'
  /** The target or this machine stopped it early. */
  | { readonly why: string }
  | { readonly failed: Check }
  /** A command, or what it calls, threw an error that is not the fault of the target. */
  | { readonly error: unknown };

interface History {
  readonly fc: FastCheck;
  readonly target: Target;
  readonly model: LiveModel;
  readonly commands: Iterable<Command<object, unknown>>;
  /** Ends the history at once, whatever it waits for. */
  readonly signal: AbortSignal;
}

export async function played({ fc, target, model, commands, signal }: History): Promise<Played> {
  const late = new AbortController();
  const deadline = startDeadline(LONGEST, () => late.abort());
  const limit = limitOf(Number.POSITIVE_INFINITY, signal, late.signal);
  const open = openContext({
    seed: `${performance.now()}`,
    signal: limit.signal,
    inQueue: deadline.hold,
    attempt: 1,
    progress: deadline.progress,
    speed: 1,
  });
  async function all(): Promise<void> {
    const port = await portOf(target, model.port, open.context);
    const context = { ...open.context, [model.port]: port } as Context & Ports;
    const begun = await model.begin(context).catch(notBegun);
    await fc.asyncModelRun(() => begun, commands);
  }
  try {
    await unlessAborted(all(), limit.signal);
    return 'agrees';
  } catch (error) {
    return endedBy(error, open.checks, { isOver: signal.aborted, isLate: late.signal.aborted });
  } finally {
    deadline.clear();
    const closed = open.close();
    limit.clear();
    await (limit.signal.aborted ? Promise.race([closed, sleep(GRACE)]) : closed);
  }
}

/** Cases judge what comes before the first command. */
function notBegun(error: unknown): never {
  if (error instanceof CheckFailed || error instanceof Lost)
    throw new Unreachable(`a history could not begin: ${error.message}`, { cause: error });
  throw error;
}

interface GivenUp {
  readonly isOver: boolean;
  readonly isLate: boolean;
}

/** A check that fails after the history was given up may fail because of that. */
function endedBy(error: unknown, checks: readonly Check[], { isOver, isLate }: GivenUp): Played {
  if (isOver) return 'over';
  if (isLate) return { why: `no end within ${LONGEST} ms` };
  const failed = checks.findLast(({ ok }) => !ok);
  if (error instanceof CheckFailed && failed) return { failed };
  if (error instanceof Lost)
    return { failed: { what: 'the target answers', ok: false, observed: error.message } };
  if (error instanceof Unreachable || error instanceof Unclaimed) return { why: error.message };
  return { error };
}

/** Does not wait until the port notices the signal: a wait for a budget that histories share does not notice it. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  await Promise.race([work, aborted]);
}
