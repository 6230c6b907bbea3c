import { stripVTControlCharacters } from 'node:util';

/**
 * A public key in hex or in base32, in either case, with no further letter or digit beside it. A program may print a hash of
 * its build or its configuration first, which has the same form and is named on its line.
 */
const KEY =
  /(?<!\b(?:sha-?256|blake3|digest|checksum)[ \t:=]{1,3})(?<![0-9a-zA-Z])(?:[0-9a-fA-F]{64}|[a-zA-Z2-7]{52})(?![0-9a-zA-Z])/i;

interface Found {
  readonly key: string;
  /** Whether it is the last that was printed: what comes next may continue the word. */
  readonly last: boolean;
}

/** The first public key in this text. The codes of colours are no letters of it. */
export function keyIn(text: string): Found | undefined {
  const shown = stripVTControlCharacters(text);
  const found = KEY.exec(shown);
  return found ? { key: found[0], last: found.index + found[0].length === shown.length } : undefined;
}

/** A key may begin so far before the end of a line that is still being printed. */
const MOST_LINE = 4096;

/** Finds the first key in output that comes in parts. It reads each part once, because a program may print megabytes. */
export function keySearch() {
  let line = '';
  let found: Found | undefined;
  return {
    add(bytes: Uint8Array): void {
      if (found && !found.last) return;
      line += Buffer.from(bytes).toString('latin1');
      found = keyIn(line);
      line = line.slice(line.lastIndexOf('\n') + 1).slice(-MOST_LINE);
    },
    key: () => found?.key,
  };
}
