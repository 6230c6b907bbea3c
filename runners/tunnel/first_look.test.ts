import { expect, it } from 'vitest';
import { muteness } from './first_look.js';

const what = 'out prints anything, or exits, within 10 s';

it('a program that did not print and did not exit is mute', () => {
  expect(muteness({ ended: 'seen', checks: [{ what, ok: false }] })).toContain(what);
});

it.each([
  ['prints', { ended: 'seen', checks: [{ what, ok: true }] }],
  ['floods us', { ended: 'lost', checks: [] }],
  ['has no lab', { ended: 'unreachable', checks: [] }],
] as const)('a program that %s is not', (_what, observation) => {
  expect(muteness(observation)).toBeUndefined();
});
