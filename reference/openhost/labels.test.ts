import { describe, expect, it } from 'vitest';
import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { publicKeyOf } from './identity.js';
import { allowSalt, answerName, answerPrefix, offerName } from './labels.js';

const seed = hex.decode('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const of = (byte: number) => new Uint8Array(32).fill(byte);

describe('the values of the public implementation', () => {
  it('of a seed and of its key', () => {
    expect(hex.encode(allowSalt(seed))).toBe(
      '05c6ba4c4686071db0a764d7e8cc6c094d9e68e19c7b3418f712a0e60f7fc8b1',
    );
    expect(offerName(publicKeyOf(seed))).toBe('_offer-aj9hwp8aow3i3yuj3ycmjdnofc');
  });
});

describe('the names of an answer', () => {
  it('are one prefix and the index', () => {
    const prefix = answerPrefix(of(1), of(2));
    expect(prefix).toMatch(/^_answer-[a-z0-9]{26}-$/);
    expect([0, 9, 254].map((index) => answerName(of(1), of(2), index))).toEqual(
      [0, 9, 254].map((index) => `${prefix}${index}`),
    );
    expect(answerPrefix(of(2), of(2))).not.toBe(prefix);
    expect(answerPrefix(of(1), of(3))).not.toBe(prefix);
  });

  it.each([-1, 255, 0.5])('have no index %s', (index) => {
    expect(() => answerName(of(1), of(2), index)).toThrow(DecodeError);
  });
});
