import { Encoder } from 'cbor-x';
import { equalBytes } from './equal.js';
import { DecodeError } from './error.js';

/** The values of vectors: JSON without fractions, and byte strings. */
export type CborValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly CborValue[]
  | { readonly [key: string]: CborValue };

const encoder = new Encoder({
  useRecords: false,
  mapsAsObjects: false,
  variableMapSize: true,
  tagUint8Array: false,
} as ConstructorParameters<typeof Encoder>[0]);

/**
 * Deterministic CBOR, RFC 8949 section 4.2.1: shortest integers and lengths, definite lengths, map keys in the order
 * of their encodings. Decoding accepts exactly what encoding can produce.
 */
export const cbor = Object.freeze({
  encode: (value: CborValue): Uint8Array => Uint8Array.from(encoder.encode(prepared(value))),
  decode(bytes: Uint8Array): CborValue {
    let value: CborValue;
    try {
      value = restored(encoder.decode(bytes));
    } catch (error) {
      throw error instanceof DecodeError ? error : new DecodeError('cbor/malformed', 0, String(error));
    }
    const again = cbor.encode(value);
    if (!equalBytes(again, bytes)) {
      const at = again.findIndex((byte, i) => byte !== bytes[i]);
      throw new DecodeError('cbor/not-deterministic', at < 0 ? again.length : at);
    }
    return value;
  },
});

type Prepared = null | boolean | number | bigint | string | Uint8Array | Prepared[] | Map<string, Prepared>;

/**
 * cbor-x keeps the order of map members, and writes whole numbers beyond 32 bits as floats, so both are prepared here.
 */
function prepared(value: CborValue): Prepared {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`);
    return value > 0xffff_ffff || value < -0x1_0000_0000 ? BigInt(value) : value + 0;
  }
  if (typeof value === 'string' && !value.isWellFormed())
    throw new RangeError('a lone surrogate has no UTF-8');
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(prepared);
  const members = Object.entries(value).map(([key, member]): [Uint8Array, string, CborValue] => [
    encoder.encode(key),
    key,
    member,
  ]);
  members.sort(([a], [b]) => Buffer.compare(a, b));
  return new Map(members.map(([, key, member]) => [key, prepared(member)]));
}

function restored(value: unknown): CborValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (!Number.isSafeInteger(Number(value))) throw new DecodeError('cbor/number', 0, String(value));
    return Number(value);
  }
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(restored);
  if (value instanceof Map) {
    return Object.fromEntries(
      [...value].map(([key, member]) => {
        if (typeof key !== 'string') throw new DecodeError('cbor/key', 0, 'keys are text');
        return [key, restored(member)];
      }),
    );
  }
  throw new DecodeError('cbor/type', 0, 'outside what vectors are made of');
}
