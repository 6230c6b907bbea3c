/** Counts the losses of an adapter, and decides which requests are blocked because of them. */
import type { Loss } from './life.js';

/** After so many losses in a row within a structure, its other requests are blocked. */
const STRIKES = 3;
/** After so many ends in a row with nothing in flight, the adapter is not restarted. */
const IDLE_ENDS = 3;

type Cause = Pick<Loss, 'lost' | 'detail'>;

export class Charges {
  /** Why all requests are blocked; undefined if they are not. */
  over: string | undefined;
  private readonly strikes = new Map<string, number>();
  private readonly blocked = new Map<string, string>();
  private idleEnds = 0;

  constructor(private readonly most = STRIKES) {}

  /** Why requests in this structure are blocked; undefined if they are not. */
  refusal(structure: string): string | undefined {
    return this.over ?? this.blocked.get(structure);
  }

  /** Records that a request in this structure caused a loss. */
  strike(structure: string, { lost, detail }: Cause): void {
    const count = (this.strikes.get(structure) ?? 0) + 1;
    this.strikes.set(structure, count);
    if (count < this.most) return;
    const last = `the last time: ${lost}: ${detail}`;
    this.blocked.set(structure, `lost ${count} times in a row in ${structure}, ${last}`);
  }

  /** Records that a request in this structure was answered. */
  clear(structure: string): void {
    this.strikes.delete(structure);
  }

  /** Records that the adapter ended with nothing in flight. */
  idle({ lost, detail }: Cause): void {
    if (++this.idleEnds >= IDLE_ENDS) {
      this.over = `${lost} with nothing in flight, ${this.idleEnds} times: ${detail}`;
    }
  }

  /** Records that the adapter answered. */
  alive(): void {
    this.idleEnds = 0;
  }
}
