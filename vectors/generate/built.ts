/**
 * Whether the build is of the sources that lie beside it. Times cannot say it: a checkout, a copy and a cache set them
 * anew. So the build records a hash of each source, and what runs from it compares.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../package.js';

/** What the vectors are made from: the recipes, and the reference that each of them is held against. */
const ROOMS = ['reference', 'vectors'];

export const recordPath = (folder: string): string => join(folder, 'dist', 'sources.json');

/** Path to SHA-256 of each source that the build compiles. */
export function hashSources(folder = root): Record<string, string> {
  const paths = ROOMS.flatMap((room) =>
    readdirSync(join(folder, room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
  )
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'))
    .map((path) => path.split(sep).join('/'));
  return Object.fromEntries(
    [...paths, 'package.ts'].sort().map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  );
}

/** A source that is not the one that was built; undefined where all are, and in an installed package, which has none. */
export function changedSource(folder = root): string | undefined {
  if (!existsSync(join(folder, 'package.ts'))) return undefined;
  const now = hashSources(folder);
  const built = readRecord(folder);
  return [...new Set([...Object.keys(now), ...Object.keys(built)])].find((path) => now[path] !== built[path]);
}

function readRecord(folder: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(recordPath(folder), 'utf8')) as Record<string, string>;
  } catch {
    // No record, or half of one: nothing is known to be built.
    return {};
  }
}

/** Of the program that runs: what runs from the sources themselves is never older than they are. */
export const staleSource = (): string | undefined =>
  fileURLToPath(import.meta.url).startsWith(join(root, 'dist') + sep) ? changedSource() : undefined;
