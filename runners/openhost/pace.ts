/** How fast a daemon looks for offers and answers them: how long its silence has to last before it means something. */
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds: a daemon that nobody configured for us overlooks an offer that follows another one so soon. */
export const THROTTLED = 5500;
export interface Offerer {
  /** The key of the client, in z-base-32. */
  readonly name: string;
  /** The daemon looks for its offers. */
  readonly watched: boolean;
}

export interface Pace {
  /** Milliseconds within which a right offer is answered, if ever. */
  patience(): number;
  /** Ends when the daemon has dealt with the offer that this client has published, whatever came of it. */
  considered(offerer: Offerer, signal: AbortSignal): Promise<void>;
  /** The daemon has answered the offer of this client, published so many milliseconds ago. */
  answered(client: string, took: number): void;
  /** Ends when the daemon has read its pairs once more. */
  polled(): Promise<void>;
}

/** A daemon of which nothing is measured. */
export const fixedPace = (patience: number, silence: number): Pace => ({
  patience: () => patience,
  considered: (_offerer, signal) => delay(silence, undefined, { signal }),
  answered: () => {},
  polled: () => delay(silence),
});
