import { expect, it } from 'vitest';
import { latest } from './latest.js';

it('is the first value until another replaces it', () => {
  const reading = latest('octets');
  expect(reading.value()).toBe('octets');
  reading.replace('text');
  expect(reading.value()).toBe('text');
});
