/** The fields of an offer blob, unchecked. Missing bytes count as zeros. */
import { concat, Writer } from '../../bytes/writer.js';

export interface OfferFields {
  readonly head: Uint8Array;
  readonly ufrag: Uint8Array;
  readonly pwd: Uint8Array;
  readonly fingerprint: Uint8Array;
  readonly candidates: readonly CandidateFields[];
}

interface CandidateFields {
  readonly typ: number;
  readonly family: number;
  readonly addr: Uint8Array;
  readonly port: Uint8Array;
}

/** The offsets in a body of version 3: separator, key and length come before the blob. */
const before = { length: 53, blob: 55 } as const;

export const isCompact = (body: Uint8Array): boolean => body[20] === 0x33;

export function fieldsOf(body: Uint8Array): OfferFields {
  let at: number = before.blob;
  const take = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    bytes.set(body.subarray(at, at + length));
    at += length;
    return bytes;
  };
  const byte = () => take(1)[0] ?? 0;
  return {
    head: take(2),
    ufrag: take(byte()),
    pwd: take(byte()),
    fingerprint: take(32),
    candidates: Array.from({ length: byte() }, () => {
      const [typ, family] = [byte(), byte()];
      return { typ, family, addr: take(family === 6 ? 16 : 4), port: take(2) };
    }),
  };
}

/** The same body with these fields. */
export function withFields(body: Uint8Array, fields: OfferFields): Uint8Array {
  const { head, ufrag, pwd, fingerprint, candidates } = fields;
  const blob = concat(
    head,
    Uint8Array.of(ufrag.length),
    ufrag,
    Uint8Array.of(pwd.length),
    pwd,
    fingerprint,
    Uint8Array.of(candidates.length),
    ...candidates.map(({ typ, family, addr, port }) => concat(Uint8Array.of(typ, family), addr, port)),
  );
  return new Writer().put(body.subarray(0, before.length)).u16be(blob.length).put(blob).finish();
}
