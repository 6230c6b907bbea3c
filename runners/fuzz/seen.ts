/** Remembers recent questions, because asking one again shows nothing new. */
import type { Question } from './grammar.js';

/** The questions of one generation. Only two generations are kept, so memory is bounded. */
const GENERATION = 2 ** 16;

export function openSeen(): (question: Question) => boolean {
  let before = new Set<number>();
  let now = new Set<number>();
  return ({ structure, op, given, input }) => {
    const key = hashOf(structure + op + JSON.stringify(given) + JSON.stringify(input));
    if (now.has(key) || before.has(key)) return true;
    if (now.size === GENERATION) [before, now] = [now, new Set()];
    now.add(key);
    return false;
  };
}

/** 53 bits from two multiplicative hashes. */
function hashOf(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (b & 0x1fffff) * 2 ** 32 + (a >>> 0);
}
