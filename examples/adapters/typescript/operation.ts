/** Takes `given` and `input` of a request. Returns the result, or throws Refused to reject the input. */
export type Operation = (given: Record<string, unknown>, input: unknown) => unknown;

/** The specification forbids the input. The text is for people; conform records it and never matches it. */
export class Refused extends Error {}

/** Bytes are lower-case hex. */
export function bytes(value: unknown): Buffer {
  if (typeof value !== 'string' || !/^(?:[0-9a-f]{2})*$/.test(value)) throw new Refused('not hex');
  return Buffer.from(value, 'hex');
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new Refused('not a text');
  return value;
}

export function members(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refused('not an object');
  return value as Record<string, unknown>;
}

export function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Refused('not a list');
  return value;
}

export function whole(value: unknown, low = Number.MIN_SAFE_INTEGER, high = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < low || value > high) {
    throw new Refused(`not a whole number from ${low} to ${high}`);
  }
  return value;
}
