/** Runs a program for its output, bounded in time and size, and ends every process that it started. */
import { once } from 'node:events';
import { startGroup } from './group.js';

export interface Called {
  readonly stdout: string;
  /** Standard output and standard error, in the order in which they arrived. */
  readonly shown: string;
  /** Undefined if a signal ended it. */
  readonly code: number | undefined;
  readonly late: boolean;
}

export interface CallOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds. */
  readonly within: number;
  readonly signal?: AbortSignal | undefined;
}

/** The program does not exist or may not be run. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';
}

const mostShown = 1 << 20;
/** Milliseconds to wait for its last output. A program that it left behind may hold the pipes open for ever. */
const AFTERMATH = 300;

export async function call(
  command: readonly [string, ...string[]],
  { env, within, signal }: CallOptions,
): Promise<Called> {
  signal?.throwIfAborted();
  const group = startGroup(command, env);
  const { child } = group;
  const printed: Buffer[] = [];
  const shown: Buffer[] = [];
  let length = 0;
  const take = (part: Buffer, ...places: Buffer[][]) => {
    length += part.length;
    if (length <= mostShown) for (const place of places) place.push(part);
  };
  child.stdout.on('data', (part: Buffer) => take(part, printed, shown));
  child.stderr.on('data', (part: Buffer) => take(part, shown));
  child.stdin.end();
  const over = new AbortController();
  // An AbortSignal.timeout below an AbortSignal.any may be garbage-collected, and then it never fires.
  const timer = setTimeout(() => over.abort(), within);
  const ended = AbortSignal.any([over.signal, ...(signal ? [signal] : [])]);
  const closed = once(child, 'close').catch(() => {});
  try {
    await once(child, 'exit', { signal: ended });
    await Promise.race([closed, afterwards()]);
  } catch (error) {
    if (!ended.aborted) throw notStarted(command[0], error);
  } finally {
    clearTimeout(timer);
    group.kill();
  }
  return {
    stdout: Buffer.concat(printed).toString(),
    shown: Buffer.concat(shown).toString(),
    code: child.exitCode ?? undefined,
    late: over.signal.aborted && signal?.aborted !== true,
  };
}

const afterwards = () => new Promise<void>((resolve) => setTimeout(resolve, AFTERMATH).unref());

export function notStarted(program: string, error: unknown): NotStarted {
  const { code, message } = error as NodeJS.ErrnoException;
  return new NotStarted(
    `${program} cannot be started: ${code === 'ENOENT' ? 'there is no such program: check its path, or install it' : message}`,
  );
}
