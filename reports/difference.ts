import type { Json, JsonObject } from '../suites/model.js';

/** The first place in which two JSON values differ. The rest need not be shown. */
export interface Difference {
  /** JSON pointer; empty when the whole values differ. */
  readonly pointer: string;
  readonly expected: Json;
  readonly observed: Json;
  /** The member or item that only one of them has. */
  readonly only?: { readonly key: string; readonly side: 'expected' | 'observed' };
}

export function firstDifference(expected: Json, observed: Json): Difference | undefined {
  let pointer = '';
  let pair: [Json, Json] = [expected, observed];
  for (;;) {
    const [left, right] = pair;
    if (!isBranch(left) || !isBranch(right) || Array.isArray(left) !== Array.isArray(right)) {
      return left === right ? undefined : { pointer, expected: left, observed: right };
    }
    const key = differingKey(left, right);
    if (key === undefined) return undefined;
    const [below, beside] = [member(left, key), member(right, key)];
    // A missing member is easiest to see next to the members that exist instead.
    if (below === undefined || beside === undefined) {
      const side = below === undefined ? 'observed' : 'expected';
      return { pointer, expected: left, observed: right, only: { key, side } };
    }
    pointer += `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    pair = [below, beside];
  }
}

type Branch = JsonObject | readonly Json[];

const isBranch = (value: Json): value is Branch => typeof value === 'object' && value !== null;

const member = (value: Branch, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;

const differingKey = (left: Branch, right: Branch): string | undefined =>
  [...new Set([...Object.keys(left), ...Object.keys(right)])].find(
    (key) => sorted(member(left, key)) !== sorted(member(right, key)),
  );

/** A canonical text: the same for the same value, whatever the order of its members. */
const sorted = (value: Json | undefined): string | undefined =>
  JSON.stringify(value, (_, part: Json) =>
    isBranch(part) && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
