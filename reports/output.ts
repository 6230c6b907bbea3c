import { closeSync, ftruncateSync, writeSync } from 'node:fs';
import { defined } from '../defined.js';
import { openToAppend } from '../open_file.js';

/** The output of a reporter. Writing is synchronous: text is written before the next line comes. */
export interface Output {
  write(text: string): void;
  /** Writes bytes of UTF-8 text, in complete characters. */
  writeBytes?(bytes: Uint8Array): void;
  readonly columns?: number;
  readonly color: boolean;
}

/** An output that may fail. After the first failure, all further text is dropped. */
export interface CheckedOutput extends Output {
  readonly error: OutputError | undefined;
  /** Drops the content that an older run left in the file. The first write does this, too. */
  begin(): void;
  close(): void;
}

/** Why a report is incomplete, in words for a person. */
export interface OutputError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** Thrown before a run when the report cannot be written. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
}

type WriteSome = (fd: number, bytes: Uint8Array, offset: number) => number;

interface Descriptor {
  readonly fd: number;
  /** The name in messages: a path, `stdout` or `stderr`. */
  readonly name: string;
  readonly color?: boolean;
  readonly columns?: number;
  readonly owned?: boolean;
  /** How many bytes of the file to keep. */
  readonly keep?: number;
  readonly write?: WriteSome;
}

export function descriptorOutput(descriptor: Descriptor): CheckedOutput {
  const { fd, name, color = false, columns, owned = false, keep = 0, write = writeSync } = descriptor;
  let error: OutputError | undefined;
  let open = true;
  let begun = !owned;
  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (thrown) {
      error ??= { name, code: codeOf(thrown), message: `${name}: ${because(thrown)}` };
    }
  };
  const begin = (): void => {
    if (!begun && open) attempt(() => cutTo(fd, keep));
    begun = true;
  };
  const writeBytes = (bytes: Uint8Array): void => {
    begin();
    if (error === undefined && open) attempt(() => writeAll(write, fd, bytes));
  };
  return {
    color,
    ...defined({ columns }),
    get error() {
      return error;
    },
    begin,
    write: (text) => writeBytes(Buffer.from(text)),
    writeBytes,
    close() {
      if (owned && open) attempt(() => closeSync(fd));
      open = false;
    },
  };
}

/**
 * Opens the file at once, so an error of the path is known before the run. The old content stays until the first write.
 * `keep` continues after this many bytes of it.
 */
export function fileOutput(path: string, keep = 0): CheckedOutput {
  try {
    return descriptorOutput({ fd: openToAppend(path), name: path, owned: true, keep });
  } catch (thrown) {
    throw new CannotOpen(`cannot write to ${path}: ${because(thrown)}`);
  }
}

function cutTo(fd: number, length: number): void {
  try {
    ftruncateSync(fd, length);
  } catch (thrown) {
    // A pipe or a device has no length.
    if (codeOf(thrown) !== 'EINVAL') throw thrown;
  }
}

function writeAll(write: WriteSome, fd: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += write(fd, bytes, offset);
    } catch (thrown) {
      if (codeOf(thrown) !== 'EAGAIN') throw thrown;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

/** Sleeps on this lock for a millisecond, to let a full pipe drain. Nobody wakes it. */
const pause = new Int32Array(new SharedArrayBuffer(4));

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'UNKNOWN';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EFBIG: 'the file grew larger than this system allows',
  EIO: 'the device failed',
  EISDIR: 'it is a folder: name a file',
  ENOENT: 'its folder does not exist: create it first',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is not a folder',
  EPIPE: 'its reader went away',
  EROFS: 'the file system is read-only',
};

const because = (thrown: unknown): string =>
  reasons[codeOf(thrown)] ?? (thrown instanceof Error ? thrown.message : String(thrown));
