import { CheckFailed, Lost, Unclaimed, Unreachable } from '../suites/case.js';
import type { Case, Context, Observation, PortName, Ports, Target } from '../suites/model.js';
import { boundObservation } from './bounded_observation.js';
import type { Draw } from './budget.js';
import { openContext } from './context.js';
import { startDeadline } from './deadline.js';
import { openEnding } from './ending.js';
import { type Patience, patient } from './patience.js';
import { redactObservation } from './redacted_observation.js';
import { checkText, type Step, type Trace, traced } from './trace.js';

export interface Asked {
  /** As the case saw it, with its secrets, of any size: for a judge that keeps nothing of a pass. */
  readonly raw: Observation;
  /** Redacted and bounded: what may leave. Made when it is asked for. */
  readonly observation: Observation;
  readonly ms: number;
}

class Seen implements Asked {
  private told: Observation | undefined;

  constructor(
    readonly raw: Observation,
    readonly ms: number,
    private readonly redact?: (text: string) => string,
  ) {}

  get observation(): Observation {
    // A cut may not split a secret, so that it comes after the redaction.
    this.told ??= boundObservation(this.redact ? redactObservation(this.raw, this.redact) : this.raw);
    return this.told;
  }
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
  /** How much longer than usual it may take. */
  readonly patience?: Patience;
  /** Told of each step as it happens. */
  readonly trace?: Trace;
}

/** How long a cancelled case may take to notice. */
const GRACE = 2_000;

/** Puts one case to a target and says what was seen; it never rejects and never outlasts the deadline by more. */
export async function ask(
  one: Case,
  target: Target,
  { seed, signal, draw, attempt: number = 1, speed = 1, patience, trace }: AskOptions,
): Promise<Asked> {
  const started = performance.now();
  const missing = one.ports.find((port) => !target.ports[port]);
  if (missing !== undefined) return new Seen(unclaimed(`the target has no port ${missing}`), 0);
  const ending = openEnding(signal, GRACE);
  const step = trace && stepOf(one, target, number, trace);
  let late = false;
  const longest = patient(one.deadline, patience);
  const deadline = startDeadline(longest, () => {
    late = true;
    ending.end(new Error(`no end after ${longest} ms`));
  });
  const open = openContext({
    seed: number === 1 ? `${seed}\n${one.id}` : `${seed}\n${one.id}\n${number}`,
    signal: ending.signal,
    attempt: number,
    progress: deadline.progress,
    draw: (resource, amount) => draw(resource, amount, ending.signal),
    inQueue: deadline.hold,
    speed,
    ...(step ? { step } : {}),
  });
  const observation = await new Promise<Observation>((resolve) => {
    ending.onAbandoned(() => resolve({ ended: 'lost', checks: [] }));
    void attempt(one, target, open.context).then(resolve);
  });
  for (const check of step ? observation.checks : []) step?.(checkText(check));
  deadline.clear();
  ending.close();
  await open.close();
  const timedOut = late && observation.ended !== 'seen';
  const seen: Observation = {
    ...observation,
    ...(timedOut ? { ended: 'lost', reason: `no end after ${longest} ms` } : {}),
    checks: [...open.checks, ...observation.checks],
    evidence: [...open.evidence, ...(observation.evidence ?? [])],
  };
  return new Seen(seen, Math.round(performance.now() - started), target.redact);
}

/** Steps may quote the target, and are redacted as its results are. */
const stepOf =
  ({ id }: Case, { name, redact = (text) => text }: Target, attempt: number, trace: Trace): Step =>
  (text) =>
    trace({ target: name, id, attempt, text: redact(text) });

/** Never rejects. The context is of this case alone, so its ports are put into it. */
async function attempt(one: Case, target: Target, context: Context): Promise<Observation> {
  try {
    for (const [resource, amount] of Object.entries(one.costs ?? {})) await context.draw(resource, amount);
    const ports: Record<string, unknown> = {};
    for (const port of one.ports) ports[port] = await openPort(port, target, context, one);
    return (
      (await one.run(Object.assign(context, ports as unknown as Ports))) ?? { ended: 'seen', checks: [] }
    );
  } catch (error) {
    return endedBy(error);
  }
}

async function openPort(port: PortName, target: Target, context: Context, one: Case): Promise<unknown> {
  const opened: unknown = await target.ports[port]?.(context, one);
  return context.step ? traced(port, opened, context.step) : opened;
}

function endedBy(error: unknown): Observation {
  if (error instanceof CheckFailed) return { ended: 'seen', checks: [] };
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof Unclaimed) return unclaimed(reason);
  if (error instanceof Unreachable) return { ended: 'unreachable', reason, checks: [] };
  if (error instanceof Lost) return { ended: 'lost', reason, checks: [] };
  return { ended: 'ours', reason, checks: [] };
}

const unclaimed = (reason: string): Observation => ({ ended: 'unclaimed', reason, checks: [] });
