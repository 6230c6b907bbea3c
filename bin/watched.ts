import { type FSWatcher, watch } from 'node:fs';

export interface WatchOptions {
  readonly folders: readonly string[];
  /** Of a path below one of the folders. */
  readonly wants: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/** An editor writes a file in several steps. */
const SETTLE_MS = 50;

/** Yields once at the start, and once after each burst of changes, until the signal. What changes meanwhile is not lost. */
export async function* watched({ folders, wants, signal }: WatchOptions): AsyncGenerator<void> {
  let dirty = true;
  let wake = (): void => {};
  const change = (_event: string, path: string | null): void => {
    if (path !== null && !wants(path)) return;
    dirty = true;
    wake();
  };
  const watchers = folders.map((folder): FSWatcher => watch(folder, { recursive: true }, change));
  const stop = (): void => wake();
  signal.addEventListener('abort', stop);
  try {
    while (!signal.aborted) {
      if (!dirty) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
        continue;
      }
      dirty = false;
      yield;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    for (const watcher of watchers) watcher.close();
  }
}
