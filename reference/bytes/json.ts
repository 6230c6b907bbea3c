import { DecodeError } from './error.js';

export const MAX_DEPTH = 32;

/**
 * Reads JSON (RFC 8259). It rejects a member name that occurs twice, a lone surrogate, and nesting deeper than MAX_DEPTH,
 * because deployed parsers disagree on these. Offsets count UTF-16 units of the text.
 */
export function parseJson(text: string): unknown {
  rejectAmbiguity(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new DecodeError('json/syntax', 0);
  }
}

/** Reads strings and brackets in one pass. JSON.parse decides afterwards whether the text is JSON. */
function rejectAmbiguity(text: string): void {
  if (!text.isWellFormed()) throw new DecodeError('json/lone-surrogate', text.search(/\p{Surrogate}/u));
  const names: (Set<string> | undefined)[] = [];
  let expectName = false;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x7b: // {
      case 0x5b: // [
        if (names.length === MAX_DEPTH) throw new DecodeError('json/depth', i);
        expectName = text.charCodeAt(i) === 0x7b;
        names.push(expectName ? new Set() : undefined);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        names.pop();
        expectName = false;
        break;
      case 0x2c: // ,
        expectName = names.at(-1) !== undefined;
        break;
      case 0x22: {
        const end = endOfString(text, i);
        const value = readString(text, i, end);
        if (expectName) {
          const seen = names.at(-1);
          if (seen?.has(value)) throw new DecodeError('json/duplicate-name', i, JSON.stringify(value));
          seen?.add(value);
          expectName = false;
        }
        i = end;
        break;
      }
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) return i;
    if (unit === 0x5c) i++;
  }
  throw new DecodeError('json/syntax', text.length, 'a string does not end');
}

function readString(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  if (!raw.includes('\\')) return raw;
  let value: unknown;
  try {
    value = JSON.parse(text.slice(start, end + 1));
  } catch {
    throw new DecodeError('json/syntax', start, 'a string has a bad escape');
  }
  if (typeof value !== 'string' || !value.isWellFormed()) {
    throw new DecodeError('json/lone-surrogate', start);
  }
  return value;
}
