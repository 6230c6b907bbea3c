/** Section 3.3: compression_tag and body, the plaintext of offers and answers. */
import { DecodeError } from '../bytes/error.js';
import { type Field, Reader } from '../bytes/reader.js';
import { concat } from '../bytes/writer.js';
import { store, unzip } from '../bytes/zlib.js';
import type { Dialect } from './dialect.js';

export const MAX_BODY = 65_536;
export const UNCOMPRESSED = 0x01;
export const ZLIB = 0x02;

/** Encoders use only the zlib tag. They may choose the details of the stream. */
export function wrap(body: Uint8Array): Uint8Array {
  if (body.length > MAX_BODY) throw new DecodeError('compression/body-length', MAX_BODY);
  return concat(Uint8Array.of(ZLIB), store(body));
}

/**
 * A body is an RFC 1950 stream. A stream without its checksum, or with bytes after it, is rejected. Deployed decoders accept
 * both (OPENHOST-G21).
 */
export function unwrap(plaintext: Uint8Array, dialect: Dialect = 'spec', trace?: Field[]): Uint8Array {
  const reader = new Reader(plaintext, trace);
  const tag = reader.u8('compression_tag');
  if (tag === UNCOMPRESSED) return reader.rest('body');
  if (tag !== ZLIB) return reader.reject('compression/tag', 1, `0x${tag.toString(16)}`);
  const stream = reader.rest('zlib stream');
  try {
    return unzip(stream, { limit: MAX_BODY, lax: dialect === 'deployed' });
  } catch (error) {
    if (error instanceof DecodeError) throw new DecodeError(error.code, 1 + error.offset);
    throw error;
  }
}
