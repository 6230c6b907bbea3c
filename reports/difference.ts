import type { Json, JsonObject } from '../suites/model.js';

/** The first place in which two JSON values differ, so that the rest need not be shown. */
export interface Difference {
  /** JSON pointer; empty when they differ as wholes. */
  readonly pointer: string;
  /** Undefined where that side has nothing. */
  readonly expected: Json | undefined;
  readonly observed: Json | undefined;
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
    pointer += `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const below = [member(left, key), member(right, key)] as const;
    if (below[0] === undefined || below[1] === undefined) {
      return { pointer, expected: below[0], observed: below[1] };
    }
    pair = [below[0], below[1]];
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

/** The same text for the same value, whatever the order of its members. */
const sorted = (value: Json | undefined): string | undefined =>
  JSON.stringify(value, (_, part: Json) =>
    isBranch(part) && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
