/** Counts the losses of an adapter, and decides which requests are blocked because of them. */
import type { Loss } from './life.js';

/** After so many losses in a row within a structure, its other requests are blocked. */
const STRIKES = 3;
/** After so many ends in a row with nothing in flight, the adapter is not restarted. */
const IDLE_ENDS = 3;

type Cause = Pick<Loss, 'lost' | 'detail'>;

export interface Charges {
  /** Why all requests are blocked; undefined if they are not. */
  readonly over: string | undefined;
  /** Why requests in this structure are blocked; undefined if they are not. */
  refusal(structure: string): string | undefined;
  /** Records that a request in this structure caused a loss. */
  strike(structure: string, cause: Cause): void;
  /** Records that a request in this structure was answered. */
  clear(structure: string): void;
  /** Records that the adapter ended with nothing in flight. */
  idle(cause: Cause): void;
  /** Records that the adapter answered. */
  alive(): void;
  /** Blocks all requests. Only the first reason counts. */
  end(reason: string): void;
  /** Blocks all requests because the target was closed, and returns that reason, which replaces any other. */
  close(): string;
}

export function openCharges(most = STRIKES): Charges {
  const strikes = new Map<string, number>();
  const blocked = new Map<string, string>();
  let idleEnds = 0;
  let over: string | undefined;
  return {
    get over() {
      return over;
    },
    refusal: (structure) => over ?? blocked.get(structure),
    strike(structure, { lost, detail }) {
      const count = (strikes.get(structure) ?? 0) + 1;
      strikes.set(structure, count);
      if (count < most) return;
      const last = `the last time: ${lost}: ${detail}`;
      blocked.set(structure, `lost ${count} times in a row in ${structure}, ${last}`);
    },
    clear(structure) {
      strikes.delete(structure);
    },
    idle({ lost, detail }) {
      if (++idleEnds >= IDLE_ENDS) over = `${lost} with nothing in flight, ${idleEnds} times: ${detail}`;
    },
    alive() {
      idleEnds = 0;
    },
    end(reason) {
      over ??= reason;
    },
    close() {
      over = 'the target was closed';
      return over;
    },
  };
}
