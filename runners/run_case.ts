import { defined } from '../defined.js';
import { CheckFailed, Lost, Unclaimed, Unreachable } from '../suites/case.js';
import type { Case, Context, Observation, PortName, Ports, Target } from '../suites/model.js';
import { boundObservation } from './bounded_observation.js';
import { openContext } from './context.js';
import { startDeadline } from './deadline.js';
import { openEnding } from './ending.js';
import { type Patience, patient } from './patience.js';
import { redactObservation } from './redacted_observation.js';
import { checkText, type TellStep, type Trace, tracePort } from './trace.js';

export interface CaseRun {
  /** The unredacted observation, of any size. Only the judge reads it, and it keeps nothing of a pass. */
  readonly raw: Observation;
  /** The redacted and bounded observation, for the stream. It is computed on demand. */
  readonly observation: Observation;
  readonly ms: number;
}

class Seen implements CaseRun {
  private told: Observation | undefined;

  constructor(
    readonly raw: Observation,
    readonly ms: number,
    private readonly redact?: (text: string) => string,
  ) {}

  get observation(): Observation {
    // The cut comes after the redaction, because it could split a secret.
    this.told ??= boundObservation(this.redact ? redactObservation(this.raw, this.redact) : this.raw);
    return this.told;
  }
}

export interface RunCaseOptions {
  readonly seed: number;
  /** Aborted when the run ends. */
  readonly signal: AbortSignal;
  /** 2 for the second attempt of a case. */
  readonly attempt?: number;
  /** The factor by which waits of the specification are shorter. The peers must use the same factor. */
  readonly speed?: number;
  /** The factor by which the deadline is longer than usual. */
  readonly patience?: Patience | undefined;
  /** Called for each step as it happens. */
  readonly trace?: Trace | undefined;
}

/** How long a cancelled case may take to notice. */
const GRACE = 2_000;

/** Runs one case against a target and returns the observation. It never rejects, and ends at most this grace after the deadline. */
export async function runCase(
  one: Case,
  target: Target,
  { seed, signal, attempt: number = 1, speed = 1, patience, trace }: RunCaseOptions,
): Promise<CaseRun> {
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
    inQueue: deadline.hold,
    speed,
    step,
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
  const { ended, reason }: Pick<Observation, 'ended' | 'reason'> = timedOut
    ? { ended: 'lost', reason: `no end after ${longest} ms` }
    : observation;
  const seen = {
    ended,
    ...defined({ reason }),
    checks: [...open.checks, ...observation.checks],
    evidence: [...open.evidence, ...(observation.evidence ?? [])],
  };
  return new Seen(seen, Math.round(performance.now() - started), target.redact);
}

/** Redacts steps like results, because they may quote the target. */
const stepOf =
  ({ id }: Case, { name, redact = (text) => text }: Target, attempt: number, trace: Trace): TellStep =>
  (text) =>
    trace({ target: name, id, attempt, text: redact(text) });

/** Adds the ports to the context, which belongs to this case alone. Never rejects. */
async function attempt(one: Case, target: Target, context: Context): Promise<Observation> {
  try {
    const ports: Record<string, unknown> = {};
    for (const port of one.ports) {
      const opened = await openPort(port, target, context, one);
      ports[port] = context.step ? tracePort(port, opened, context.step) : opened;
    }
    return (
      (await one.run(Object.assign(context, ports as unknown as Ports))) ?? { ended: 'seen', checks: [] }
    );
  } catch (error) {
    return endedBy(error);
  }
}

const openPort = (port: PortName, { ports }: Target, context: Context, one: Case): unknown =>
  ports[port]?.(context, one);

function endedBy(error: unknown): Observation {
  if (error instanceof CheckFailed) return { ended: 'seen', checks: [] };
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof Unclaimed) return unclaimed(reason);
  if (error instanceof Unreachable) return { ended: 'unreachable', reason, checks: [] };
  if (error instanceof Lost) return { ended: 'lost', reason, checks: [] };
  return { ended: 'ours', reason, checks: [] };
}

const unclaimed = (reason: string): Observation => ({ ended: 'unclaimed', reason, checks: [] });
