/** How fast a daemon polls for offers and answers them, which decides how long silence must last to count. */

/** Milliseconds between two offers of a client. A daemon with default settings ignores an offer that comes sooner. */
export const THROTTLED = 5500;
export interface Offerer {
  /** The key of the client, in z-base-32. */
  readonly name: string;
  /** Whether the daemon polls for its offers. */
  readonly watched: boolean;
}

export interface Pace {
  /** The most milliseconds until a valid offer is answered. */
  patience(): number;
  /** Resolves when the daemon has processed the offer of this client, with any outcome. */
  considered(offerer: Offerer, signal: AbortSignal): Promise<void>;
  /** Records that the daemon answered the offer of this client, which was published this many milliseconds ago. */
  answered(client: string, took: number): void;
  /** Resolves when the daemon has read its pairs again. */
  polled(): Promise<void>;
}
