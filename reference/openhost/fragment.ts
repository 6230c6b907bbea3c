/** Section 3.3: one TXT value of an answer, and how a sealed answer is split into fragments. */
import { DecodeError } from '../bytes/error.js';
import { type Field, Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';
import type { Dialect } from './dialect.js';

export interface Fragment {
  readonly chunkIdx: number;
  readonly chunkTotal: number;
  readonly payload: Uint8Array;
}

export const FRAGMENT_VERSION = 1;
/** 180 bytes by the text. Every known daemon uses up to 500, so the literal limit rejects all of its answers (OPENHOST-G14). */
export const FRAGMENT_CAP: Readonly<Record<Dialect, number>> = { spec: 180, deployed: 500 };
export const MAX_FRAGMENTS = 255;

/** The text does not mention another version, an empty payload or another length. We reject all three (OPENHOST-G15). */
export const fragment = Object.freeze({
  encode({ chunkIdx, chunkTotal, payload }: Fragment, dialect: Dialect = 'spec'): Uint8Array {
    if (!Number.isInteger(chunkTotal) || chunkTotal < 1 || chunkTotal > MAX_FRAGMENTS)
      throw new DecodeError('fragment/total');
    if (!Number.isInteger(chunkIdx) || chunkIdx < 0 || chunkIdx >= chunkTotal)
      throw new DecodeError('fragment/index');
    if (payload.length > FRAGMENT_CAP[dialect]) throw new DecodeError('fragment/payload-length');
    if (payload.length === 0) throw new DecodeError('fragment/empty');
    return new Writer()
      .u8(FRAGMENT_VERSION)
      .u8(chunkIdx)
      .u8(chunkTotal)
      .u16be(payload.length)
      .put(payload)
      .finish();
  },

  decode(envelope: Uint8Array, dialect: Dialect = 'spec', trace?: Field[]): Fragment {
    const reader = new Reader(envelope, trace);
    if (reader.u8('version') !== FRAGMENT_VERSION) reader.reject('fragment/version', 1);
    const chunkIdx = reader.u8('chunk_idx');
    const chunkTotal = reader.u8('chunk_total');
    if (chunkTotal === 0) reader.reject('fragment/total', 1);
    if (chunkIdx >= chunkTotal) reader.reject('fragment/index', 2, `${chunkIdx} of ${chunkTotal}`);
    const length = reader.u16be('payload_len');
    if (length > FRAGMENT_CAP[dialect]) reader.reject('fragment/payload-length', 2, `${length}`);
    if (length === 0) reader.reject('fragment/empty', 2);
    const payload = reader.take('payload', length).slice();
    reader.end('fragment/trailing-bytes');
    return { chunkIdx, chunkTotal, payload };
  },
});

/** Splits into as few fragments as the limit allows. */
export function split(sealed: Uint8Array, dialect: Dialect = 'spec'): Uint8Array[] {
  const cap = FRAGMENT_CAP[dialect];
  const chunkTotal = Math.ceil(sealed.length / cap);
  return Array.from({ length: Math.max(1, chunkTotal) }, (_, chunkIdx) =>
    fragment.encode(
      { chunkIdx, chunkTotal, payload: sealed.subarray(chunkIdx * cap, (chunkIdx + 1) * cap) },
      dialect,
    ),
  );
}
