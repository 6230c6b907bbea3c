import { isUtf8 } from 'node:buffer';

const NEWLINE = 0x0a;

/** Lines that are complete; undefined stands for one that is not UTF-8. */
export type Complete = readonly (string | undefined)[];

/** Cuts a byte stream into lines. The parts of an unfinished line are joined once, when the line is complete. */
export function splitLines() {
  let parts: Buffer[] = [];
  let held = 0;
  return {
    /** The number of bytes of the unfinished line. */
    get held() {
      return held;
    },
    /** Returns the lines that this chunk completes. */
    push(chunk: Buffer): Complete {
      const end = chunk.lastIndexOf(NEWLINE);
      const rest = chunk.subarray(end + 1);
      if (end < 0) {
        parts.push(rest);
        held += rest.length;
        return [];
      }
      const first = chunk.subarray(0, end);
      const whole = parts.length === 0 ? first : Buffer.concat([...parts, first]);
      parts = rest.length === 0 ? [] : [rest];
      held = rest.length;
      return decode(whole);
    },
  };
}

/** Decodes all lines at once if they are all UTF-8, which is nearly always so. */
function decode(whole: Buffer): Complete {
  if (isUtf8(whole)) return whole.toString('utf8').split('\n');
  const lines: (string | undefined)[] = [];
  for (let from = 0; from <= whole.length; ) {
    const newline = whole.indexOf(NEWLINE, from);
    const end = newline < 0 ? whole.length : newline;
    const line = whole.subarray(from, end);
    lines.push(isUtf8(line) ? line.toString('utf8') : undefined);
    from = end + 1;
  }
  return lines;
}
