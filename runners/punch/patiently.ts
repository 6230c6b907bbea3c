import { setTimeout as sleep } from 'node:timers/promises';
import { Unreachable } from '../../suites/case.js';
import { isOfFront } from '../../suites/punch/answers.js';
import type { HttpAnswer } from '../../suites/punch/port.js';

const MOST_WAITS = 3;
/** Milliseconds. */
const LONGEST_WAIT = 10_000;
/** The statuses of a gateway that does not reach the server behind it (RFC 9110). */
const GATEWAY = new Set([502, 503, 504]);

/** A request, and whether it may be repeated when its answer was lost. */
export interface Question {
  readonly what: string;
  readonly isSafe: boolean;
}

interface Asked {
  readonly status: number;
  /** Undefined for a 101. */
  readonly answer?: HttpAnswer | undefined;
}

/**
 * Repeats a request until the broker itself answers. RFC 5.2 allows a rate limit on every endpoint, and a server in front may
 * not reach the broker for a moment. The case is blocked if that lasts.
 */
export async function patiently<T extends Asked>(
  { what, isSafe }: Question,
  signal: AbortSignal,
  ask: () => Promise<T>,
): Promise<T> {
  for (let i = 0; ; i++) {
    const asked = await ask();
    const why = obstacle(asked);
    if (why === undefined) return asked;
    const isLost = asked.status !== 429 && !isSafe;
    if (isLost || i >= MOST_WAITS) throw new Unreachable(`${what} returned ${asked.status}: ${why}`);
    const seconds = Number(asked.answer?.headers['retry-after'] ?? 1);
    await sleep(Math.min(seconds >= 0 ? seconds * 1000 : 1_000, LONGEST_WAIT), undefined, { signal });
  }
}

function obstacle({ status, answer }: Asked): string | undefined {
  if (status === 429) return 'the broker limits the rate';
  return answer && isOfGateway(answer) ? NOT_REACHED : undefined;
}

const NOT_REACHED = 'a server in front of the broker does not reach it';

/** Whether a gateway answered instead of the broker. */
export const isOfGateway = (answer: HttpAnswer): boolean => GATEWAY.has(answer.status) && isOfFront(answer);
