import { hex } from '../bytes/hex.js';
import { asBytes } from '../given.js';
import type { Structure } from '../structure.js';
import { tracedBytes } from '../traced.js';
import { unwrap, wrap } from './compression.js';
import { asDialect } from './dialect.js';

export const compressionStructure: Structure = {
  name: 'openhost/compression',
  operations: {
    wrap: (_given, input) => hex.encode(wrap(asBytes(input))),
    unwrap: (given, input) => hex.encode(unwrap(asBytes(input), asDialect(given))),
  },
  readBy: { wrap: { op: 'unwrap' } },
  reopen: {
    wrap(_given, answer) {
      const plaintext = asBytes(answer);
      return { compression_tag: plaintext[0] ?? null, body: hex.encode(unwrap(plaintext)) };
    },
  },
  annotate: (given, input) =>
    tracedBytes(input, (plaintext, trace) => unwrap(plaintext, asDialect(given), trace)),
};
