/** The ladder that browsers get, iterated a thousand times as RFC 7748 does in section 5.2. */
import { expect, it } from 'vitest';
import { hex } from '../reference/bytes/hex.js';
import { toLittleEndian } from '../reference/crypto/little_endian.js';
import { x25519Ladder as ladder } from '../reference/crypto/x25519_ladder.js';

it('ends where section 5.2 of RFC 7748 does after a thousand iterations', () => {
  const base = toLittleEndian(9n);
  let [k, u] = [base, base];
  for (let done = 0; done < 1000; done++) {
    const product = ladder(k, u);
    if (product === null) throw new Error('the iteration met a point of small order');
    [k, u] = [product, k];
  }
  expect(hex.encode(k)).toBe('684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51');
});
