/**
 * Runs the program in the process of a test, because a start of Node costs more than most commands. Tests of signals, broken
 * pipes and exits start dist/bin/conform.js.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conform as program } from '../program.js';

export interface ProcessEnd {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of the whole process. Runs that change them run one after another. */
export interface RunSurroundings {
  readonly cwd?: string;
  /** The whole environment, instead of ours. */
  readonly env?: NodeJS.ProcessEnv;
}

type Stream = 'stdout' | 'stderr';

interface Sink {
  readonly fd: number;
  write(text: string, done?: () => void): boolean;
  on(): void;
  /** The console of Node needs these two to show a warning. */
  once(): void;
  removeListener(): void;
}

const sinks = new AsyncLocalStorage<Readonly<Record<Stream, Sink>>>();

/** Gives each run its own streams instead of those of the process, also if several run at once. */
for (const name of ['stdout', 'stderr'] as const) {
  const own = Object.getOwnPropertyDescriptor(process, name);
  Object.defineProperty(process, name, {
    configurable: true,
    get: () => sinks.getStore()?.[name] ?? own?.get?.call(process) ?? own?.value,
  });
}

/** yargs prints help and version to the console, and vitest replaces that. */
const log = console.log;
console.log = (...words: unknown[]) => {
  const sink = sinks.getStore()?.stdout;
  if (sink) sink.write(`${words.join(' ')}\n`);
  else log(...words);
};

export async function conform(
  words: readonly string[],
  { cwd, env }: RunSurroundings = {},
): Promise<ProcessEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'conform-asked-'));
  const before = { cwd: process.cwd(), env: process.env };
  const opened = { stdout: sinkAt(join(folder, 'stdout')), stderr: sinkAt(join(folder, 'stderr')) };
  try {
    if (cwd !== undefined) process.chdir(cwd);
    if (env !== undefined) process.env = { ...env };
    const status = await sinks.run(opened, () => program(words));
    const [stdout, stderr] = [join(folder, 'stdout'), join(folder, 'stderr')].map((path) =>
      readFileSync(path, 'utf8'),
    );
    return { status, stdout: stdout ?? '', stderr: stderr ?? '' };
  } finally {
    if (cwd !== undefined) process.chdir(before.cwd);
    if (env !== undefined) process.env = before.env;
    for (const { fd } of Object.values(opened)) closeSync(fd);
    rmSync(folder, { recursive: true });
  }
}

function sinkAt(path: string): Sink {
  const fd = openSync(path, 'a');
  return {
    fd,
    write(text, done) {
      writeSync(fd, text);
      done?.();
      return true;
    },
    on() {},
    once() {},
    removeListener() {},
  };
}
