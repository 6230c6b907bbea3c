/** Takes the request's `given` and `input`, returns what it accepts, throws Refused for what it does not. */
export type Operation = (given: Record<string, unknown>, input: unknown) => unknown;

/** The input is not what the norm allows. The text is for people; conform records it and never matches it. */
export class Refused extends Error {}

/** Bytes travel as lower-case hex. */
export function bytes(value: unknown): Buffer {
  if (typeof value !== 'string' || !/^(?:[0-9a-f]{2})*$/.test(value)) throw new Refused('not hex');
  return Buffer.from(value, 'hex');
}
