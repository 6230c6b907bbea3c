/**
 * Writes `dist/.npmignore`: the tarball leaves out files that nobody can import and that the program does not start.
 * The program is in `dist/program`. Of the other files, only those that `exports` reaches remain.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { inPackage } from '../dist/package.js';

const dist = inPackage('dist');
const all = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(dist, join(entry.parentPath, entry.name)).split(sep).join('/'));

/** Whole folders, and files that are read by their path. */
const KEPT = [/^program\//, /^compiled\//, /^library\//, /^page\//, /^bin\/entry\.js$/, /^sources\.json$/];

const { exports, browser } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
const exported = Object.values(exports)
  .flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
  .concat(Object.values(browser))
  .filter((path) => path.startsWith('./dist/'))
  .map((path) => path.slice('./dist/'.length));

const matches = (path, pattern) => {
  const [before, after] = pattern.split('*');
  return after === undefined ? path === pattern : path.startsWith(before) && path.endsWith(after);
};

/** The files that a module imports or a declaration names. */
function importsOf(path) {
  const text = readFileSync(join(dist, path), 'utf8');
  const ending = path.endsWith('.d.ts') ? '.d.ts' : '.js';
  return [...text.matchAll(/(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"\s]+)\.js['"]/g)]
    .map(([, asked]) =>
      normalize(join(dirname(path), `${asked}${ending}`))
        .split(sep)
        .join('/'),
    )
    .filter((file) => existsSync(join(dist, file)));
}

const kept = new Set();
const open = all.filter(
  (path) => KEPT.some((each) => each.test(path)) || exported.some((pattern) => matches(path, pattern)),
);
while (open.length > 0) {
  const path = open.pop();
  if (kept.has(path)) continue;
  kept.add(path);
  if (!path.startsWith('program/') && /\.(?:js|d\.ts)$/.test(path)) open.push(...importsOf(path));
}

const out = all.filter((path) => !kept.has(path) && path !== '.npmignore').sort();
writeFileSync(join(dist, '.npmignore'), `${out.map((path) => `/${path}`).join('\n')}\n`);
