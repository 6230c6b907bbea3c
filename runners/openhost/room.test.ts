import { expect, it } from 'vitest';
import { holdsTwo } from './room.js';

/** An answer in these fragments, in a packet of this length with so many answers. */
const answered = (dnsLength: number, answers: number, ...fragments: number[]) => ({
  envelopes: fragments.map((length) => new Uint8Array(length)),
  published: {
    ...{ seq: 1n, seenAt: 0, dnsLength, outerSignature: true, host: { refused: 'unread' } },
    records: [
      { label: '_openhost', ttl: 300, value: '' },
      ...Array.from({ length: answers }, (_, i) => ({ label: `_answer-${i}-0`, ttl: 30, value: '' })),
    ],
  },
});

it.each([
  ['two answers in one fragment each', true, answered(632, 1, 214)],
  ['two of them that are there already', true, answered(970, 2, 214)],
  ['one answer in two fragments', false, answered(693, 1, 185, 34)],
  ['one answer in a long record', false, answered(700, 1, 214)],
])('a packet with room for %s: %s', (_what, holds, one) => {
  expect(holdsTwo(one)).toBe(holds);
});
