import { expect, it } from 'vitest';
import { hex } from '../../bytes/hex.js';
import { verify } from '../../crypto/ed25519.js';
import { createIdentity } from './identity.js';

/** RFC 8032 section 7.1, TEST 1. */
const seed = hex.decode('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');

it('is named by its key, and signs with it', () => {
  const { publicKey, name, sign } = createIdentity(seed);
  expect(hex.encode(publicKey)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  expect(name).toBe('47pjoycnsrfmxikm95jh13y88e8qnhzu5kungjpxyepgt7a8krpy');
  expect(hex.encode(sign(new Uint8Array(0)))).toBe(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  );
  const message = hex.decode('c0ffee');
  expect(verify(publicKey, message, sign(message))).toBe(true);
});

it('is another one each time', () => {
  expect(createIdentity().name).not.toBe(createIdentity().name);
});
