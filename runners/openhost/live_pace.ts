/** The pace of a running daemon, measured only by its answers. */
import { setTimeout as delay } from 'node:timers/promises';
import { Lost, Unreachable } from '../../suites/case.js';
import { type Patience, patient } from '../patience.js';
import { admitted } from './admission.js';
import { lasting } from './awaiting.js';
import { answerTo, compose } from './composing.js';
import type { Deployment } from './deployment.js';
import { asFreshClient } from './fresh_client.js';
import type { Queueing } from './one_at_a_time.js';
import { type Pace, THROTTLED } from './pace.js';

export interface LivePace extends Pace {
  /** The known milliseconds of a round, in which the daemon polls each client once. */
  round(): number | undefined;
  /** Records a measured or longer round. */
  learn(round: number): void;
}

/** Milliseconds to wait for the first answer, before anything is known about the daemon. */
const FIRST = 60_000;
const [LEAST_PATIENCE, LEAST_SILENCE] = [12_000, 6000];

/** Values that the options give are not measured. */
export function livePace(given: {
  readonly patience?: number;
  readonly silence?: number;
  readonly patient?: Patience | undefined;
}): LivePace {
  let round: number | undefined;
  const learn = (ms: number) => {
    round = Math.max(round ?? 0, ms);
  };
  const silence = () => given.silence ?? Math.max(LEAST_SILENCE, 1000 + 1.2 * (round ?? 0));
  return {
    round: () => round,
    learn,
    patience() {
      if (given.patience !== undefined) return given.patience;
      const usual = round === undefined ? FIRST : Math.max(LEAST_PATIENCE, 5000 + 2 * round);
      return patient(usual, given.patient);
    },
    considered: (_offerer, signal) => delay(silence(), undefined, { signal }),
    answered: (_client, took) => learn(took),
    polled: () => delay(silence()),
  };
}

export interface Measured {
  /** The most milliseconds of a round. */
  readonly round: number;
  /** The average milliseconds from publishing an offer to its answer. */
  readonly latency: number;
}

const SAMPLES = 3;

/**
 * Sends valid offers of one client, one after the other. Between two answers to the same client, the daemon has polled
 * every other client. So the time between them is an upper bound of a round.
 */
export async function measureRound(
  deployment: Deployment,
  pace: LivePace,
  context: Queueing,
): Promise<Measured | 'unanswered'> {
  const took: number[] = [];
  const { signal } = context;
  try {
    await admitted(deployment, context);
    await asFreshClient(deployment, context, {}, async (sender) => {
      const answered = async (): Promise<number> => {
        const sent = compose(deployment, sender, {});
        const since = performance.now();
        const over = lasting(pace.patience());
        const offered = await answerTo(deployment, sender.identity, sent, { over, signal });
        if (offered === 'silent') throw new Unreachable('the daemon does not answer a valid offer');
        const at = performance.now();
        took.push(at - since);
        return at;
      };
      await deployment.inTurn(context, async () => {
        let before = await answered();
        while (took.length < SAMPLES) {
          await delay(THROTTLED, undefined, { signal });
          const at = await answered();
          pace.learn(at - before);
          before = at;
        }
      });
      await sender.session.close();
    });
    const latency = took.reduce((sum, ms) => sum + ms, 0) / took.length;
    return { round: pace.round() ?? 0, latency };
  } catch (error) {
    // The cases report why it does not answer.
    if (!(error instanceof Unreachable || error instanceof Lost)) throw error;
    return 'unanswered';
  }
}

/** The work of all daemon cases, as counted: valid offers, which run in sequence, and silences, which run in parallel. */
const [OFFERS, SILENCES, AT_ONCE] = [194, 34, 4];
/** Milliseconds from the answer to the next offer. */
const AFTER = 300;

/** Milliseconds for all cases of a daemon. */
export function estimate({ round, latency }: Measured): number {
  const silence = Math.max(LEAST_SILENCE, 1000 + 1.2 * round);
  return OFFERS * (latency + AFTER) + (SILENCES / AT_ONCE) * silence;
}

export function inMinutes(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
