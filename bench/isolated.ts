/** Runs one bench in a process of its own, so that no bench ends, slows or outlives another. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Measured } from './model.js';

export type Outcome = { readonly rows: readonly Measured[] } | { readonly bad: string };

export interface Isolation {
  /** The module that is forked, with its words. */
  readonly program: string;
  readonly words: readonly string[];
  /** Milliseconds. */
  readonly patience: number;
  readonly signal?: AbortSignal;
}

/** What the bench measured, or how it ended badly: a crash, no end, no figure. What it started ends with it. */
export async function runIsolated({ program, words, patience, signal }: Isolation): Promise<Outcome> {
  // A group of its own: a bench that dies leaves the processes that it started behind.
  const child = fork(program, [...words], { execArgv: ['--expose-gc'], detached: true, stdio: 'inherit' });
  const killGroup = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group is empty.
    }
  };
  let rows: unknown;
  let late = false;
  child.on('message', (message) => {
    rows = message;
  });
  const timer = setTimeout(() => {
    late = true;
    killGroup();
  }, patience);
  signal?.addEventListener('abort', killGroup);
  const [status, killer] = (await once(child, 'exit')) as [number | null, string | null];
  clearTimeout(timer);
  signal?.removeEventListener('abort', killGroup);
  killGroup();
  if (late) return { bad: `it did not end within ${patience / 1000} s` };
  if (status !== 0) return { bad: `it crashed (${killer ?? `exit ${status}`})` };
  return figuresIn(rows);
}

function figuresIn(rows: unknown): Outcome {
  if (!Array.isArray(rows) || rows.length === 0) return { bad: 'it gave no figure' };
  const measured = rows as readonly Measured[];
  const none = measured.find(({ ratio }) => !Number.isFinite(ratio));
  return none ? { bad: `it gave no figure for "${none.what}"` } : { rows: measured };
}
