/** Section 3.3: how a client puts the fragments of its answer together. */
import { DecodeError } from '../bytes/error.js';
import { concat } from '../bytes/writer.js';
import type { Dialect } from './dialect.js';
import { type Fragment, fragment } from './fragment.js';

/** One TXT record `_answer-<client-hash-label>-<suffix>`. */
export interface LabelledFragment {
  readonly suffix: string;
  readonly envelope: Uint8Array;
}

/**
 * The sealed answer; undefined as long as there is no fragment zero, because then no answer has been queued yet. The
 * records may stand in any order. Those that fragment zero does not announce are never fetched, so what they hold
 * cannot matter (OPENHOST-G15), and a suffix in another spelling than plain decimal is a name nobody looks up.
 */
export function reassemble(
  records: readonly LabelledFragment[],
  dialect: Dialect = 'spec',
): Uint8Array | undefined {
  const first = fetch(records, 0, dialect);
  if (!first) return undefined;
  const payloads = [first.payload];
  for (let index = 1; index < first.chunkTotal; index++) {
    const next = fetch(records, index, dialect);
    if (!next) throw new DecodeError('reassembly/missing', index);
    if (next.chunkTotal !== first.chunkTotal) throw new DecodeError('reassembly/total', index);
    payloads.push(next.payload);
  }
  return concat(...payloads);
}

/** Offsets in its errors are indices of fragments. */
function fetch(records: readonly LabelledFragment[], index: number, dialect: Dialect): Fragment | undefined {
  const [record, ...others] = records.filter(({ suffix }) => suffix === String(index));
  if (!record) return undefined;
  if (others.length > 0) throw new DecodeError('reassembly/duplicate', index);
  const read = decode(record.envelope, index, dialect);
  if (read.chunkIdx !== index) throw new DecodeError('reassembly/index', index, `it says ${read.chunkIdx}`);
  return read;
}

function decode(envelope: Uint8Array, index: number, dialect: Dialect): Fragment {
  try {
    return fragment.decode(envelope, dialect);
  } catch (error) {
    if (error instanceof DecodeError) throw new DecodeError(error.code, index, error.message);
    throw error;
  }
}
