import type { Json, JsonObject } from '../../reference/structure.js';

const isBranch = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null;

const shown = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** The first place inside two answers where they differ, as a JSON pointer with both sides. */
export function differing(expected?: Json, received?: Json, at = ''): string | undefined {
  if (isBranch(expected) && isBranch(received) && Array.isArray(expected) === Array.isArray(received)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(received)])) {
      const below = differing(expected[key], received[key], `${at}/${key}`);
      if (below !== undefined) return below;
    }
    return undefined;
  }
  if (at === '' || expected === received) return undefined;
  return `differs at ${at}: expected ${shown(expected)}, received ${shown(received)}`;
}
