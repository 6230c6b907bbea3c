/** Runs one bench in its own process, so that no bench can end or slow another, or outlive the run. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Measured } from './model.js';

export type Outcome = { readonly rows: readonly Measured[] } | { readonly bad: string };

export interface Isolation {
  /** The module to fork, with its words. */
  readonly program: string;
  readonly words: readonly string[];
  /** Milliseconds. */
  readonly patience: number;
  readonly signal?: AbortSignal;
}

/**
 * The figures of the bench, or how it failed: a crash, a timeout, or no figures. All processes that it started end with
 * it.
 */
export async function runIsolated({ program, words, patience, signal }: Isolation): Promise<Outcome> {
  // It gets its own group, because a bench that crashes leaves its child processes behind.
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
