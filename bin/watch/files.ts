/** Tells when something below a path changes. */
import { existsSync, statSync, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { UsageError } from '../command.js';

/** What editors, interpreters and git write beside the sources. */
const NOISE = /(?:^|[/\\])(?:\.git|node_modules|__pycache__)(?:[/\\]|$)|\.(?:pyc|sw[a-p]|tmp)$|~$/;

/** An editor writes a file in several steps, and a compiler many files. */
const TOGETHER = 100;

export interface FilesWatched {
  close(): void;
}

/** `ours`: files that we write ourselves. */
export function watchFiles(
  paths: readonly string[],
  ours: readonly string[],
  changed: (path: string) => void,
): FilesWatched {
  for (const path of paths)
    if (!existsSync(path)) throw new UsageError(`--watch: there is no ${path}: name a file or a folder`);
  const own = new Set(ours.map((path) => resolve(path)));
  let timer: NodeJS.Timeout | undefined;
  const note = (path: string): void => {
    if (NOISE.test(path) || own.has(resolve(path))) return;
    clearTimeout(timer);
    timer = setTimeout(changed, TOGETHER, path);
  };
  const watchers = paths.map((path) => {
    const isFolder = statSync(path).isDirectory();
    // A file is replaced by another one when it is saved, so that its folder is watched.
    const folder = isFolder ? path : dirname(path);
    const watcher = watch(folder, { recursive: isFolder }, (_event, name) => {
      if (name === null) return note(folder);
      if (isFolder || name === basename(path)) note(resolve(folder, name));
    });
    // The run that needs a folder reports that it is gone.
    watcher.on('error', () => {});
    return watcher;
  });
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
