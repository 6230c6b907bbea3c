/** Opens a file of the user. For a named pipe whose other end is not open, throws an error; `open` would wait for ever. */
import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';

/** Milliseconds until the other end of a pipe must be there. */
const OTHER_END = 5_000;
/** Milliseconds without a byte from a writer that is there. */
const LONGEST_SILENCE = 60_000;
const CHUNK = 64 * 1024;

/** Has a code, as the errors of the file system have: who shows them shows this one too. */
export class NoOtherEnd extends Error {
  override readonly name = 'NoOtherEnd';
  readonly code = 'NO_OTHER_END';
}

/** Bytes of a file or a pipe, in the order in which they come; 0 at the end. */
export interface OpenedFile {
  read(into: Uint8Array): number;
  close(): void;
}

export function openToAppend(path: string): number {
  if (!isPipe(path)) return openSync(path, 'a');
  const late = performance.now() + OTHER_END;
  for (;;) {
    const fd = unless('ENXIO', () => openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    if (fd !== undefined) return fd;
    if (performance.now() > late) throw new NoOtherEnd('nobody reads this pipe; start its reader first');
    pause();
  }
}

export function openToRead(path: string): OpenedFile {
  const pipe = isPipe(path);
  const fd = openSync(path, pipe ? constants.O_RDONLY | constants.O_NONBLOCK : 'r');
  let began = false;
  return {
    read(into) {
      const since = performance.now();
      for (;;) {
        const length = unless('EAGAIN', () => readSync(fd, into));
        began ||= length !== undefined && length > 0;
        if (length !== undefined && (began || !pipe)) return length;
        // Before the first byte, no bytes mean that nobody has opened the other end.
        const patience = length === undefined ? LONGEST_SILENCE : OTHER_END;
        if (performance.now() - since > patience)
          throw new NoOtherEnd('nobody writes to this pipe; start its writer first');
        pause();
      }
    },
    close: () => closeSync(fd),
  };
}

/** The text of a file or a pipe; undefined where it is longer than `most` bytes. */
export function readText(path: string, most = Number.POSITIVE_INFINITY): string | undefined {
  const file = openToRead(path);
  try {
    const parts: Buffer[] = [];
    let size = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const length = file.read(chunk);
      if (length === 0) return Buffer.concat(parts).toString('utf8');
      parts.push(chunk.subarray(0, length));
      size += length;
      if (size > most) return undefined;
    }
  } finally {
    file.close();
  }
}

function isPipe(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() === true;
}

/** What `act` returns; undefined where it fails with this code. */
function unless(code: string, act: () => number): number | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  }
}

/** Nobody ever wakes it. Reading is synchronous here, as writing a report is. */
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const pause = (): void => void Atomics.wait(sleeper, 0, 0, 5);
