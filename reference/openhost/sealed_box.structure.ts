import { hex } from '../bytes/hex.js';
import { Reader } from '../bytes/reader.js';
import { asBytes } from '../given.js';
import type { Structure } from '../structure.js';
import { tracedBytes } from '../traced.js';
import { montgomeryPublicKey, montgomerySecretKey, open, seal } from './sealed_box.js';

export const sealedBoxStructure: Structure = {
  name: 'openhost/sealed-box',
  operations: {
    'public-key': (_given, input) => hex.encode(montgomeryPublicKey(asBytes(input))),
    'secret-key': (_given, input) => hex.encode(montgomerySecretKey(asBytes(input))),
    seal: ({ public_key, ephemeral }, input) =>
      hex.encode(seal(asBytes(public_key, 'public_key'), asBytes(input), asBytes(ephemeral, 'ephemeral'))),
    open: ({ seed }, input) => hex.encode(open(asBytes(seed, 'seed'), asBytes(input))),
  },
  readBy: { seal: { op: 'open', given: ({ seed = null }) => ({ seed }) } },
  annotate({ seed }, input) {
    // Of all that is asked here only what is opened has fields.
    if (seed === undefined) return [];
    return tracedBytes(input, (sealed, trace) => {
      const reader = new Reader(sealed, trace);
      reader.take('ephemeral_pk', 32);
      reader.take('tag', 16);
      reader.rest('ciphertext');
    });
  },
  /** Each box has a fresh ephemeral key, so another box of the same plaintext is as good. */
  reopen: {
    seal: ({ seed }, answer) => hex.encode(open(asBytes(seed, 'seed'), asBytes(answer))),
  },
};
