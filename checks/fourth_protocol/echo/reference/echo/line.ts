/** Section line: text and a line feed. */
import { DecodeError } from '../bytes/error.js';
import { fromUtf8, utf8 } from '../bytes/text.js';

const LINE_FEED = 0x0a;

export const line = Object.freeze({
  encode: (text: string): Uint8Array => utf8(`${text}\n`),
  decode(bytes: Uint8Array): string {
    if (bytes.at(-1) !== LINE_FEED) throw new DecodeError('line/unended', bytes.length);
    return fromUtf8(bytes.subarray(0, -1));
  },
});
