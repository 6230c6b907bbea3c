/** A program of the lab: started, watched, and with everything it started gone afterwards. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Lost } from '../../suites/case.js';
import type { Exited, Home, Running } from '../../suites/tunnel/port.js';
import { carriers, MARKED, residentOf } from './proc.js';

const MOST_OUTPUT = 4 * 1024 * 1024;
/** A public key as people are shown it: hex or base32. */
export const KEY = /(?<![0-9a-z])(?:[0-9a-f]{64}|[a-z2-7]{52})(?![0-9a-z])/;

export interface Program extends Running {
  /** What each of its processes carries in its environment. */
  readonly mark: string;
  /** Every process of it, also those that left its group. */
  pids(): readonly number[];
  /** Resolves when `holds` does; Lost when the program ends or the time is over before. */
  until(what: string, holds: () => boolean, within: number): Promise<void>;
  close(): Promise<void>;
}

export function startProgram(
  command: readonly [string, ...string[]],
  home: Home,
  env: Readonly<Record<string, string>>,
): Program {
  const own = randomBytes(8).toString('hex');
  const mark = `${MARKED}${own}`;
  const [file, ...args] = command;
  const child: ChildProcessWithoutNullStreams = spawn(file, args, {
    cwd: home.path,
    detached: true,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home.path,
      RUST_BACKTRACE: '0',
      ...env,
      [MARKED.slice(0, -1)]: own,
    },
  });
  const stdout = keep();
  const stderr = keep();
  child.stdout.on('data', stdout.push);
  child.stderr.on('data', stderr.push);
  child.stdin.on('error', () => {});
  let failed: Error | undefined;
  child.on('error', (error) => {
    failed = error;
  });
  const gone = new Promise<void>((resolve) =>
    child.once('close', () => resolve()).once('error', () => resolve()),
  );
  const exit = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  );
  const ended = () => failed !== undefined || child.exitCode !== null || child.signalCode !== null;
  const pids = () => carriers(mark);
  const within = async (promise: Promise<unknown>, ms: number): Promise<void> => {
    const timer = new AbortController();
    const late = new Promise<void>((resolve) => {
      const handle = setTimeout(resolve, ms);
      timer.signal.addEventListener('abort', () => clearTimeout(handle));
    });
    await Promise.race([promise, late]);
    timer.abort();
  };
  const signalAll = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // The group is empty.
    }
  };
  return {
    home,
    mark,
    stdin: { write: (bytes) => void child.stdin.write(bytes), end: () => void child.stdin.end() },
    stdout: stdout.bytes,
    stderr: () => Buffer.from(stderr.bytes()).toString('utf8'),
    async exited(ms = 10_000): Promise<Exited | undefined> {
      await within(exit, ms);
      if (!ended()) return undefined;
      // What it printed last; a child that it left behind may hold the pipe for ever.
      await within(gone, 500);
      return {
        code: child.exitCode ?? undefined,
        stdout: stdout.bytes(),
        stderr: Buffer.from(stderr.bytes()).toString('utf8'),
      };
    },
    async printed(length) {
      await this.until(`${length} bytes on stdout`, () => stdout.bytes().length >= length, 20_000);
      return stdout.bytes();
    },
    async key(ms) {
      const found = () => KEY.exec(Buffer.from(stderr.bytes()).toString('latin1'))?.[0];
      await this.until('a public key on stderr', () => found() !== undefined, ms).catch(() => {});
      return found();
    },
    async until(what, holds, ms) {
      const deadline = performance.now() + ms;
      while (!holds()) {
        if (ended())
          throw new Lost(`the program ended without ${what}: ${tellEnd(child, failed)} ${tail(stderr)}`);
        if (stdout.full() || stderr.full()) throw new Lost(`the program printed over ${MOST_OUTPUT} bytes`);
        if (performance.now() > deadline) throw new Lost(`no ${what} within ${ms} ms ${tail(stderr)}`);
        await within(
          Promise.race([once(child.stderr, 'data'), exit]).catch(() => {}),
          25,
        );
      }
    },
    signal: (name) => signalAll(name),
    memory: () => pids().reduce((sum, pid) => sum + residentOf(pid), 0),
    pids,
    async close() {
      signalAll('SIGTERM');
      if (!ended()) await within(exit, 1500);
      signalAll('SIGKILL');
      for (let look = 0; look < 20; look++) {
        const left = pids();
        if (left.length === 0) break;
        for (const pid of left) {
          try {
            process.kill(pid, 'SIGKILL');
          } catch {
            // Gone between the look and the kill.
          }
        }
        await within(new Promise(() => {}), 10);
      }
      for (const stream of child.stdio) stream?.destroy();
    },
  };
}

const tellEnd = (child: ChildProcessWithoutNullStreams, failed: Error | undefined): string =>
  failed?.message ?? `exit ${child.exitCode ?? child.signalCode},`;

const tail = (of: { bytes(): Uint8Array }): string => {
  const text = Buffer.from(of.bytes()).toString('utf8').trim();
  return text === '' ? '(stderr is empty)' : `(stderr: ${text.slice(-300)})`;
};

/** Keeps the first bytes of a stream, and forgets the rest as it comes. */
function keep() {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    push(chunk: Buffer) {
      if (length < MOST_OUTPUT) chunks.push(chunk);
      length += chunk.length;
    },
    bytes: (): Uint8Array => new Uint8Array(Buffer.concat(chunks)),
    full: () => length > MOST_OUTPUT,
  };
}
