/** Changes to the bytes of an offer that make it invalid, or valid at a limit. */
import { deflateSync } from 'node:zlib';
import { concat } from '../../reference/bytes/writer.js';
import type { OfferShape } from './port.js';

export const at = (index: number, value: number) => (bytes: Uint8Array) => bytes.with(index, value);
export const cut = (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1);
export const grown = (bytes: Uint8Array) => concat(bytes, Uint8Array.of(0));
/** version, flags, ufrag_len, ufrag, pwd_len, pwd, fingerprint, count, candidates */
const parts = (blob: Uint8Array) => {
  const ufrag = blob[2] ?? 0;
  const pwd = blob[3 + ufrag] ?? 0;
  const count = 3 + ufrag + 1 + pwd + 32;
  return { ufrag, pwd, count };
};
export const setFlag = (bits: number) => (blob: Uint8Array) => blob.with(1, (blob[1] ?? 0) | bits);
export const setup = (role: number) => (blob: Uint8Array) => blob.with(1, ((blob[1] ?? 0) & ~3) | role);
export const resized = (name: 'ufrag' | 'pwd', length: number) => (blob: Uint8Array) => {
  const { ufrag } = parts(blob);
  const start = name === 'ufrag' ? 2 : 3 + ufrag;
  const old = blob[start] ?? 0;
  return concat(
    blob.subarray(0, start),
    Uint8Array.of(length),
    new Uint8Array(length).fill(0x61),
    blob.subarray(start + 1 + old),
  );
};
export const candidates =
  (count: number, typ = 0, family = 4) =>
  (blob: Uint8Array) => {
    const head = blob.subarray(0, parts(blob).count);
    const one = concat(
      Uint8Array.of(typ, family),
      new Uint8Array(family === 4 ? 4 : 16).fill(10),
      Uint8Array.of(0, 9),
    );
    return concat(head, Uint8Array.of(count), ...Array.from({ length: count }, () => one));
  };
export const passive = (sdp: string) => sdp.replace(/a=setup:\w+/, 'a=setup:passive');
/** A valid version 1 body of this length, padded with an SDP line that has no meaning. */
export const filled = (length: number): OfferShape => ({
  version: 1,
  sdp: (sdp) => `${sdp}a=padding:${'x'.repeat(length - 57 - sdp.length - 12)}\r\n`,
  compression: 'none',
  plaintext: (bytes) => concat(Uint8Array.of(2), new Uint8Array(deflateSync(bytes.subarray(1)))),
});
