import { expect, it } from 'vitest';
import { base64url } from '../../reference/bytes/base64url.js';
import { cutSignature } from './forgery.js';

it('cuts a signature to whole bytes, which a strict decoder of base64url reads', () => {
  const mac = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
  const [payload, cut = ''] = cutSignature(`p_e30.${base64url.encode(mac)}`, 16).split('.');
  expect(payload).toBe('p_e30');
  expect(base64url.decode(cut)).toEqual(mac.subarray(0, 16));
});
