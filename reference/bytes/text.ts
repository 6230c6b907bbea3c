import { DecodeError } from './error.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The UTF-8 octets of a text. It rejects a lone surrogate, which has no UTF-8 form. */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new DecodeError('utf8/lone-surrogate', text.search(/\p{Surrogate}/u));
  return encoder.encode(text);
}

/** Reads strict UTF-8: it rejects overlong forms, surrogates and cut sequences, and keeps a byte order mark. */
export function fromUtf8(bytes: Uint8Array, offset = 0): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new DecodeError('utf8/invalid', offset + firstInvalid(bytes));
  }
}

/**
 * One character for each octet, for protocols whose texts are octets. Every sequence is valid, up to 64 KiB: the octets are
 * the arguments of one call.
 */
export const fromOctets = (bytes: Uint8Array): string => Reflect.apply(String.fromCharCode, undefined, bytes);

/** The offset where strict decoding fails. It is only computed for an error. */
function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isPrefix(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
