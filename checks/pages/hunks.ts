/** Checks whether the diffs of a page fit the current files, like `git apply` but without a clone. */
import { blocksOf } from './blocks.js';

interface Hunk {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const side = (lines: readonly string[], marks: string): string =>
  lines
    .filter((line) => line === '' || marks.includes(line[0] ?? ''))
    .map((line) => `${line.slice(1)}\n`)
    .join('');

function hunksOf(diff: string): Hunk[] {
  return diff.split(/^--- .*\n/m).flatMap((part) => {
    const path = /^\+\+\+ b\/(.*)$/m.exec(part)?.[1];
    if (path === undefined) return [];
    const [, ...hunks] = part.replace(/^diff --git .*\n?/gm, '').split(/^@@ .*\n/m);
    return hunks
      .map((hunk) => hunk.replace(/\n$/, '').split('\n'))
      .map((lines) => ({ path, before: side(lines, ' -'), after: side(lines, ' +') }));
  });
}

/** The hunks that do not apply, as `line N: PATH`. `read` returns a file of the project. */
export function misfits(page: string, read: (path: string) => string): string[] {
  const files = new Map<string, string>();
  const faults: string[] = [];
  for (const { line, language, words, text } of blocksOf(page)) {
    if (words['file'] !== undefined) files.set(words['file'], text);
    if (language !== 'diff') continue;
    for (const { path, before, after } of hunksOf(text)) {
      const file = files.get(path) ?? read(path);
      if (!file.includes(before)) faults.push(`line ${line}: ${path}`);
      files.set(
        path,
        file.replace(before, () => after),
      );
    }
  }
  return faults;
}
