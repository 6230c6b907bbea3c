import { expect, it } from 'vitest';
import { Charges } from './charges.js';

const crash = { lost: 'crash', detail: 'exited with code 1' } as const;

it('blocks a structure after three losses in a row, and no other structure', () => {
  const charges = new Charges();
  charges.strike('punch/token', crash);
  charges.strike('punch/token', crash);
  expect(charges.refusal('punch/token')).toBeUndefined();
  charges.strike('punch/token', crash);
  expect(charges.refusal('punch/token')).toBe(
    'lost 3 times in a row in punch/token, the last time: crash: exited with code 1',
  );
  expect(charges.refusal('punch/stream')).toBeUndefined();
});

it('counts losses again from zero after an answer', () => {
  const charges = new Charges();
  for (let round = 0; round < 5; round++) {
    charges.strike('punch/token', crash);
    charges.strike('punch/token', crash);
    charges.clear('punch/token');
  }
  expect(charges.refusal('punch/token')).toBeUndefined();
});

it('blocks all requests after three ends in a row with nothing in flight', () => {
  const charges = new Charges();
  charges.idle(crash);
  charges.idle(crash);
  charges.alive();
  charges.idle(crash);
  charges.idle(crash);
  expect(charges.over).toBeUndefined();
  charges.idle(crash);
  expect(charges.refusal('punch/stream')).toBe('crash with nothing in flight, 3 times: exited with code 1');
});
