import { hex } from '../bytes/hex.js';
import { asBytes, asInteger, asObject } from '../given.js';
import type { Json, JsonObject, Structure } from '../structure.js';
import { tracedBytes } from '../traced.js';
import { asDialect } from './dialect.js';
import { type Fragment, fragment } from './fragment.js';

const fragmentJson = ({ chunkIdx, chunkTotal, payload }: Fragment): JsonObject => ({
  chunk_idx: chunkIdx,
  chunk_total: chunkTotal,
  payload: hex.encode(payload),
});

function asFragment(value: Json): Fragment {
  const { chunk_idx, chunk_total, payload } = asObject(value);
  return {
    chunkIdx: asInteger(chunk_idx, 'chunk_idx'),
    chunkTotal: asInteger(chunk_total, 'chunk_total'),
    payload: asBytes(payload, 'payload'),
  };
}

export const fragmentStructure: Structure = {
  name: 'openhost/fragment',
  operations: {
    encode: (given, input) => hex.encode(fragment.encode(asFragment(input), asDialect(given))),
    decode: (given, input) => fragmentJson(fragment.decode(asBytes(input), asDialect(given))),
  },
  annotate: (given, input) =>
    tracedBytes(input, (envelope, trace) => fragment.decode(envelope, asDialect(given), trace)),
};
