/** The pace of a daemon at our own relay, measured by its requests to the relay and by its answers. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RelayStore } from '../../reference/openhost/peers/relay/store.js';
import { Unreachable } from '../../suites/case.js';
import type { Looks } from './looks.js';
import type { Pace } from './pace.js';

interface Watched {
  readonly looks: Looks;
  readonly store: Pick<RelayStore, 'get'>;
  /** A client that stays paired and publishes no offer. Each poll for it is a tick of the daemon. */
  readonly beat: string;
  /** The least milliseconds to wait, for a daemon of any pace. */
  readonly patience: number;
}

/** The assumed milliseconds from poll to answer, until an answer shows the real time. */
const UNKNOWN = 3000;
const [LEAST, MOST] = [1000, 10_000];
/** A pass in progress may already be past this client, and the next pass may reach it last. */
const BEATS = 3;

export function daemonPace({ looks, store, beat, patience: least }: Watched): Pace {
  let slowest = 0;
  const tick = () => Math.max(0, ...(looks.of(beat)?.gaps ?? []));
  const patience = () => Math.max(least, 5 * tick());
  const beats = () => looks.of(beat)?.count ?? 0;
  /** The most milliseconds from a poll to the answer. */
  const settle = () =>
    Math.max(tick(), slowest === 0 ? UNKNOWN : Math.min(MOST, Math.max(LEAST, 3 * slowest)));

  async function lookedAt(client: string, signal: AbortSignal): Promise<number> {
    const offered = store.get(client)?.seq ?? 0n;
    const given = () => looks.of(client)?.given;
    const within = patience();
    if (!(await looks.until(() => (given()?.seq ?? -1n) >= offered, within, signal))) {
      throw new Unreachable(
        `the daemon did not fetch the offer of this client from the relay within ${Math.round(within / 1000)} s`,
      );
    }
    return given()?.at ?? performance.now();
  }

  /** The daemon does not poll for a client that it does not watch. It has completed a round when it has polled the others. */
  async function comeRound(signal: AbortSignal): Promise<number> {
    const before = beats();
    const within = 2 * patience();
    if (!(await looks.until(() => beats() >= before + BEATS, within, signal))) {
      throw new Unreachable(
        `the daemon did not fetch the offers of a paired client from the relay ${BEATS} times within ${Math.round(within / 1000)} s`,
      );
    }
    return performance.now();
  }

  return {
    patience,
    async considered({ name, watched }, signal) {
      const at = await (watched ? lookedAt(name, signal) : comeRound(signal));
      await delay(Math.max(0, at + settle() - performance.now()), undefined, { signal });
    },
    answered(client) {
      const at = looks.of(client)?.given?.at;
      if (at !== undefined) slowest = Math.max(slowest, performance.now() - at);
    },
    polled: () => delay(Math.max(UNKNOWN, 2 * tick() + LEAST)),
  };
}
