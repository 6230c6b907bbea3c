/**
 * Whether the build was made from the current sources. File times cannot show it, because a checkout, a copy and a cache
 * change them. So the build records a hash of each source, and commands compare the hashes.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../package.js';

/** The sources of the vectors: the recipes, and the reference that checks each vector. */
const ROOMS = ['reference', 'vectors'];

export const recordPath = (folder: string): string => join(folder, 'dist', 'sources.json');

/** The SHA-256 of each source of the build, by its path. */
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

/** A source that has changed since the build. Undefined if there is none, and in an installed package, which has no sources. */
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
    // The record is missing or cut, so every source counts as changed.
    return {};
  }
}

/** The same for the running program. A program that runs from the sources is never outdated. */
export const staleSource = (): string | undefined =>
  fileURLToPath(import.meta.url).startsWith(join(root, 'dist') + sep) ? changedSource() : undefined;
