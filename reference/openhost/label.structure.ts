import { hex } from '../bytes/hex.js';
import { Reader } from '../bytes/reader.js';
import { asBytes, asInteger } from '../given.js';
import type { Structure } from '../structure.js';
import { tracedBytes } from '../traced.js';
import { allowlistHash, answerName, offerName, turnPassword } from './labels.js';

export const labelStructure: Structure = {
  name: 'openhost/label',
  operations: {
    'offer-name': (_given, input) => offerName(asBytes(input)),
    'allowlist-hash': ({ salt }, input) => hex.encode(allowlistHash(asBytes(salt, 'salt'), asBytes(input))),
    'answer-name': ({ salt, index }, input) =>
      answerName(asBytes(salt, 'salt'), asBytes(input), asInteger(index, 'index')),
    'turn-password': (_given, input) => turnPassword(asBytes(input)),
  },
  /** Every operation derives its name or hash from one key. */
  annotate: (_given, input) => tracedBytes(input, (key, trace) => new Reader(key, trace).rest('public key')),
};
