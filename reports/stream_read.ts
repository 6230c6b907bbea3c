import { defined } from '../defined.js';
import { type OpenedFile, openToRead } from '../open_file.js';
import type { Footer, Header, Line, Result } from '../suites/model.js';
import { plain } from './escape.js';
import { lineFault } from './schema.js';
import { LONGEST_LINE } from './stream.js';
import { type Finished, startTally, type Tally } from './stream_tally.js';

/** The file is not a recording, or it is damaged. The error names the place. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
  constructor(
    readonly file: string,
    /** From 1; 0 when the fault belongs to no line. */
    readonly line: number,
    /** JSON pointer into that line; empty for the whole line. */
    readonly pointer: string,
    readonly reason: string,
  ) {
    super(`${file}${line === 0 ? '' : `, line ${line}`}${pointer === '' ? '' : ` at ${pointer}`}: ${reason}`);
  }
}

/** The end of a stream that is valid up to that point. */
export interface StreamEnd {
  readonly header?: Header;
  readonly footer?: Footer;
  /** Whether the stream has a header, a footer and all lines between them. */
  readonly complete: boolean;
  /** Why it is incomplete, for a person. */
  readonly reason?: string;
  /** The length of the complete lines. The rest was cut while it was written. */
  readonly bytes: number;
  /** The length of header and results, after which a resumed run continues. */
  readonly resumable: number;
  readonly finished: Finished;
}

const LONGEST_HEADER = 256 * 1024 * 1024;
const CHUNK = 64 * 1024;
const LINE_FEED = 10;

/** Reads a file of any length in bounded memory. Passes on each line as it comes, and the bytes as they are read. */
export function readStream(
  path: string,
  take: (line: Line) => void = () => {},
  see: (bytes: Uint8Array) => void = () => {},
): StreamEnd {
  const reader = streamReader(path, take);
  let file: OpenedFile;
  try {
    file = openToRead(path);
  } catch (thrown) {
    throw new StreamError(path, 0, '', `cannot be read: ${because(thrown)}`);
  }
  try {
    const chunk = Buffer.allocUnsafe(CHUNK);
    for (let read = next(path, file, chunk); read > 0; read = next(path, file, chunk)) {
      see(chunk.subarray(0, read));
      reader.push(chunk.subarray(0, read));
    }
  } finally {
    file.close();
  }
  return reader.end();
}

function next(path: string, file: OpenedFile, chunk: Buffer): number {
  try {
    return file.read(chunk);
  } catch (thrown) {
    throw new StreamError(path, 0, '', `cannot be read: ${because(thrown)}`);
  }
}

export interface StreamReader {
  push(chunk: Uint8Array): void;
  end(): StreamEnd;
}

/**
 * Reads a stream in chunks of any size. A line counts only if it ends with a line feed.
 *
 * @example
 * ```ts
 * import { utf8 } from 'p2p-conform/bytes';
 * import { streamReader } from 'p2p-conform/stream';
 *
 * const reader = streamReader('run.jsonl', (line) => {
 *   if (line.kind === 'result' && line.verdict === 'fail') console.log(line.id);
 * });
 * reader.push(utf8(''));
 * console.assert(!reader.end().complete);
 * ```
 */
export function streamReader(file: string, take: (line: Line) => void = () => {}): StreamReader {
  let header: Header | undefined;
  let footer: Footer | undefined;
  let tally: Tally | undefined;
  let number = 1;
  let bytes = 0;
  let resumable = 0;
  let pending: Uint8Array[] = [];
  let pendingLength = 0;

  function refuse(pointer: string, reason: string): never {
    throw new StreamError(file, number, pointer, reason);
  }

  const hold = (part: Uint8Array): void => {
    if (part.length === 0) return;
    pending.push(Buffer.from(part));
    pendingLength += part.length;
    const limit = header === undefined ? LONGEST_HEADER : 3 * LONGEST_LINE;
    if (pendingLength > limit) refuse('', `longer than ${limit} bytes${DAMAGED}`);
    if (header === undefined && number === 1 && !mayBeginHeader(pending[0])) refuse('', FOREIGN);
  };

  const close = (last: Uint8Array): void => {
    hold(last);
    const whole = Buffer.concat(pending, pendingLength);
    if (number === 1 && !beginsHeader(whole)) refuse('', FOREIGN);
    const line = parseLine(whole, refuse);
    bytes += pendingLength + 1;
    pending = [];
    pendingLength = 0;
    accept(line);
    if (line.kind !== 'footer') resumable = bytes;
    number++;
    take(line);
  };

  const accept = (line: Line): void => {
    if (footer !== undefined) refuse('', `something follows the footer${DAMAGED}`);
    if (line.kind === 'header') {
      if (header !== undefined) refuse('', `a second header${DAMAGED}`);
      header = line;
      tally = startTally(line);
      return;
    }
    if (tally === undefined) refuse('', FOREIGN);
    const fault = line.kind === 'result' ? tally.add(line) : tally.close(line);
    if (fault) refuse(fault.pointer, `${fault.reason}${DAMAGED}`);
    if (line.kind === 'footer') footer = line;
  };

  return {
    push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
        close(chunk.subarray(from, at));
        from = at + 1;
      }
      hold(chunk.subarray(from));
    },
    end() {
      const reason = missing(header, footer, pendingLength);
      return {
        ...defined({ header, footer }),
        complete: reason === undefined,
        ...defined({ reason }),
        bytes,
        resumable,
        finished: tally?.finished ?? { size: 0, has: () => false },
      };
    },
  };
}

function missing(header: Header | undefined, footer: Footer | undefined, cut: number): string | undefined {
  if (header === undefined) return 'it ends before its header does';
  if (footer === undefined)
    return cut > 0 ? 'it ends within a line' : 'it has no footer: the run did not end';
  return cut > 0 ? 'an incomplete line follows its footer' : undefined;
}

const FOREIGN =
  'this is not a report stream: its first line must be a header; conform run --report jsonl=FILE records one';
const DAMAGED = '; the file is damaged, record the run again';
const BEGINNING = '{"kind":"header",';

/** The first characters without the spaces that some writers of JSON add. */
const beginningOf = (part: Uint8Array): string =>
  Buffer.from(part.subarray(0, 2 * BEGINNING.length))
    .toString('latin1')
    .replaceAll(' ', '')
    .slice(0, BEGINNING.length);

/** Distinguishes a cut header, which is incomplete, from a foreign file, before all of a large file is read. */
const mayBeginHeader = (part: Uint8Array | undefined): boolean =>
  part === undefined || BEGINNING.startsWith(beginningOf(part));

const beginsHeader = (line: Uint8Array): boolean => beginningOf(line) === BEGINNING;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parseLine(bytes: Uint8Array, refuse: (pointer: string, reason: string) => never): Line {
  let value: unknown;
  try {
    value = JSON.parse(strict.decode(bytes));
  } catch (thrown) {
    const because = thrown instanceof SyntaxError ? `is not JSON: ${plain(thrown.message)}` : 'is not UTF-8';
    return refuse('', `${because}${DAMAGED}`);
  }
  const fault = lineFault(value);
  if (fault) return refuse(fault.pointer, `${fault.reason}${recordedBy(value) || DAMAGED}`);
  return value as Header | Result | Footer;
}

const FORMAT = 1;

/** An invalid header may come from another version, which the error then names. */
function recordedBy(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'header') return '';
  const { format, tool } = value as { readonly format?: unknown; readonly tool?: unknown };
  const version = typeof tool === 'object' && tool !== null && 'version' in tool ? tool.version : undefined;
  const by = typeof version === 'string' ? `conform ${plain(version, 40)}` : 'an unknown version';
  const other =
    typeof format === 'number' && format !== FORMAT
      ? ` in format ${format}, and this conform reads format ${FORMAT}`
      : '';
  return `; it was recorded by ${by}${other}: record the run again, or read it with that version`;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder; name a file',
  ENOENT: 'there is no such file; conform run --report jsonl=FILE records one',
  NO_OTHER_END: 'nobody writes to this pipe; start its writer first',
};

function because(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  return reasons[code] ?? code;
}
