/** Remembers recent questions, because asking one again shows nothing new. */
import type { Json } from '../../reference/structure.js';
import type { Request } from '../../suites/codec.js';

/** The questions of one generation. Only two generations are kept, so memory is bounded. */
const GENERATION = 2 ** 16;

/** One in about 30,000 questions is taken for another one, and is not asked. */
export function openSeen(): (question: Request) => boolean {
  let before = new Set<number>();
  let now = new Set<number>();
  return ({ structure, op, given, input }) => {
    const key = hashJson(hashJson(hashText(hashText(0, structure), op), given), input);
    if (now.has(key) || before.has(key)) return true;
    if (now.size === GENERATION) [before, now] = [now, new Set()];
    now.add(key);
    return false;
  };
}

/** Multiplying moves bits only upwards. The shift brings them back down. */
function stirred(before: number, value: number): number {
  const hash = Math.imul(before ^ value, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

/** Ends with a value that no unit of a text has, so that the end of a text counts. */
function hashText(before: number, text: string): number {
  let hash = before;
  for (let i = 0; i < text.length; i++) hash = stirred(hash, text.charCodeAt(i));
  return stirred(hash, 0x10000);
}

/** Does not write the JSON first, because that takes as long as everything else here. */
function hashJson(before: number, value: Json): number {
  if (typeof value === 'string') return hashText(before, value);
  if (typeof value !== 'object' || value === null) return hashText(stirred(before, 0x10001), String(value));
  let hash = stirred(before, Array.isArray(value) ? 0x10002 : 0x10003);
  for (const [name, member] of Object.entries(value)) hash = hashJson(hashText(hash, name), member);
  return stirred(hash, 0x10004);
}
