import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordChecks } from '../suites/case.js';
import type { Check, Clock, Context, Evidence, Random } from '../suites/model.js';
import { checkText, type TellStep } from './trace.js';

export interface OpenContext {
  readonly context: Context;
  readonly checks: readonly Check[];
  readonly evidence: readonly Evidence[];
  /** Runs the deferred functions, last in, first out. */
  close(): Promise<void>;
}

export interface ContextOptions {
  /** The seed of the random bytes of the case. */
  readonly seed: string;
  readonly signal: AbortSignal;
  readonly inQueue?: Context['inQueue'];
  readonly attempt: number;
  readonly progress: Context['progress'];
  /** The factor by which its waits are shorter than real time. */
  readonly speed: number;
  /** Called for each step as it happens. */
  readonly step?: TellStep | undefined;
}

/** A class, because objects with own accessors would each get their own hidden class, which V8 frees late. */
class LateEvidence implements Evidence {
  constructor(
    readonly name: string,
    private readonly read: () => string,
  ) {}

  get text(): string {
    return this.read();
  }
}

/** The most milliseconds of one deferred function. */
const PATIENCE = 5_000;

export function openContext({
  seed,
  signal,
  inQueue = (turn) => turn,
  attempt,
  progress,
  speed,
  step,
}: ContextOptions): OpenContext {
  const { expect, checks } = recordChecks(step && ((check) => step(checkText(check))));
  const evidence: Evidence[] = [];
  const teardowns: (() => unknown)[] = [];
  return {
    context: {
      clock: clockUntil(signal, speed, step),
      random: randomFrom(seed),
      signal,
      attempt,
      expect,
      inQueue,
      progress,
      ...(step ? { step } : {}),
      defer: (teardown) => teardowns.push(teardown),
      note: (name, text) =>
        evidence.push(typeof text === 'string' ? { name, text } : new LateEvidence(name, text)),
    },
    checks,
    evidence,
    async close() {
      for (const teardown of teardowns.splice(0).reverse()) {
        const late = new AbortController();
        const given = async () => teardown();
        await Promise.race([
          given().catch(() => {}),
          sleep(PATIENCE, undefined, { signal: late.signal }).catch(() => {}),
        ]);
        late.abort();
      }
    },
  };
}

const clockUntil = (signal: AbortSignal, speed: number, step: TellStep = () => {}): Clock => ({
  now: () => Date.now(),
  elapsed: () => performance.now(),
  wait(ms) {
    step(`waits ${ms} ms`);
    return sleep(ms / speed, undefined, { signal });
  },
});

/** Shared by all cases, because allocating one for each costs time, and few cases draw bytes. */
const NOTHING: Uint8Array = new Uint8Array(0);

/** SHA-256 in counter mode: the same case of the same seed sees the same bytes on every machine. */
export function randomFrom(seed: string): Random {
  let block = 0;
  let pool = NOTHING;
  const bytes = (length: number): Uint8Array => {
    const out = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (pool.length === 0) pool = createHash('sha256').update(`${seed}\n${block++}`).digest();
      const taken = pool.subarray(0, length - filled);
      out.set(taken, filled);
      pool = pool.subarray(taken.length);
      filled += taken.length;
    }
    return out;
  };
  return {
    bytes,
    below(below) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes(6);
      return (a * 2 ** 40 + b * 2 ** 32 + c * 2 ** 24 + d * 2 ** 16 + e * 2 ** 8 + f) % below;
    },
  };
}
