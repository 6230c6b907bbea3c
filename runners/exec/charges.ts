/** What an adapter is charged with, and what it is therefore not asked any more. */
import type { Loss } from './life.js';

/** Losses in a row within a structure, after which the rest of it is not asked. */
const STRIKES = 3;
/** Ends in a row with nothing in flight, after which the adapter is not started again. */
const IDLE_ENDS = 3;

type Cause = Pick<Loss, 'lost' | 'detail'>;

export interface Charges {
  /** Why nothing more is asked. */
  readonly over: string | undefined;
  /** Why nothing more is asked in this structure. */
  refusal(structure: string): string | undefined;
  /** A request in this structure lost the adapter. */
  strike(structure: string, cause: Cause): void;
  /** A request in this structure was answered. */
  clear(structure: string): void;
  /** The adapter ended although it had nothing to do. */
  idle(cause: Cause): void;
  /** The adapter has said something. */
  alive(): void;
  /** The first reason stays, but for that of a close. */
  end(reason: string): void;
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
