import { setTimeout as sleep } from 'node:timers/promises';
import { CheckFailed, Lost, Unclaimed, Unreachable } from '../suites/case.js';
import type { Case, Context, Observation, Ports, Target } from '../suites/model.js';
import type { Draw } from './budget.js';
import { openContext } from './context.js';
import { startDeadline } from './deadline.js';
import { redactObservation } from './redacted_observation.js';

export interface Asked {
  readonly observation: Observation;
  readonly ms: number;
}

export interface AskOptions {
  readonly seed: number;
  /** Aborted when the run ends. */
  readonly signal: AbortSignal;
  readonly draw: Draw;
  /** 2 when the case is asked once more. */
  readonly attempt?: number;
  /** Waits of the norm pass this many times as fast, before peers whose clocks do too. */
  readonly speed?: number;
}

/** How long a cancelled case may take to notice. */
const GRACE = 2_000;

/** Puts one case to a target and says what was seen; it never rejects and never outlasts the deadline by more. */
export async function ask(
  one: Case,
  target: Target,
  { seed, signal, draw, attempt: number = 1, speed = 1 }: AskOptions,
): Promise<Asked> {
  const started = performance.now();
  const own = new AbortController();
  const ended = own.signal;
  let late = false;
  const deadline = startDeadline(one.deadline, () => {
    late = true;
    own.abort(new Error(`no end after ${one.deadline} ms`));
  });
  // AbortSignal.any would do this too, at twice the cost of all the rest of a case.
  const forward = (): void => own.abort(signal.reason);
  if (signal.aborted) forward();
  else signal.addEventListener('abort', forward);
  const open = openContext({
    seed: number === 1 ? `${seed}\n${one.id}` : `${seed}\n${one.id}\n${number}`,
    signal: ended,
    attempt: number,
    progress: deadline.progress,
    draw: (resource, amount) => draw(resource, amount, ended),
    inQueue: deadline.hold,
    speed,
  });
  const abandoned = afterAbort(ended).then((): Observation => ({ ended: 'lost', checks: [] }));
  let observation: Observation;
  try {
    observation = await Promise.race([attempt(one, target, open.context, ended, draw), abandoned]);
  } finally {
    deadline.clear();
    signal.removeEventListener('abort', forward);
  }
  await open.close();
  const timedOut = late && observation.ended !== 'seen';
  const seen: Observation = {
    ...observation,
    ...(timedOut ? { ended: 'lost', reason: `no end after ${one.deadline} ms` } : {}),
    checks: [...open.checks, ...observation.checks],
    evidence: [...open.evidence, ...(observation.evidence ?? [])],
  };
  return {
    observation: target.redact ? redactObservation(seen, target.redact) : seen,
    ms: Math.round(performance.now() - started),
  };
}

async function afterAbort(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  await sleep(GRACE, undefined, { ref: false });
}

async function attempt(
  one: Case,
  target: Target,
  context: Context,
  signal: AbortSignal,
  draw: Draw,
): Promise<Observation> {
  try {
    const missing = one.ports.find((port) => !target.provides.includes(port));
    if (missing !== undefined) throw new Unclaimed(`the target has no port ${missing}`);
    for (const [resource, amount] of Object.entries(one.costs ?? {})) await draw(resource, amount, signal);
    const ports: Record<string, unknown> = {};
    for (const port of one.ports) ports[port] = await target.port(port, context);
    return (await one.run({ ...context, ...ports } as Context & Ports)) ?? { ended: 'seen', checks: [] };
  } catch (error) {
    return endedBy(error);
  }
}

function endedBy(error: unknown): Observation {
  if (error instanceof CheckFailed) return { ended: 'seen', checks: [] };
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof Unclaimed) return { ended: 'unclaimed', reason, checks: [] };
  if (error instanceof Unreachable) return { ended: 'unreachable', reason, checks: [] };
  if (error instanceof Lost) return { ended: 'lost', reason, checks: [] };
  return { ended: 'ours', reason, checks: [] };
}
