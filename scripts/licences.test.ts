/** Checks the licence of each package that users or developers install. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Locked, lockedPackages } from '../checks/packed/size.js';
import { inPackage } from '../package.js';

/** Licences that only require their text. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT OR Apache-2.0',
  'Python-2.0',
  'Unlicense',
];
/** Licences that also bind changes of their own files. They suit tools, and packages that npm installs unchanged. */
const SEPARATE = ['BlueOak-1.0.0', 'MPL-2.0', 'MPL 2.0'];

/** Licences for tools that only developers run. We distribute nothing of such a tool. */
const TOOLS = ['GPL-3.0-only'];

/** Platform packages without a licence in the lockfile. They have the licence of the package that depends on them. */
const SIBLINGS = [/^node_modules\/@number0\/iroh-/, /^node_modules\/@biomejs\/cli-/];

const packages = Object.entries(lockedPackages());
const strange = (taken: readonly (readonly [string, Locked])[], allowed: readonly string[]): string[] =>
  taken
    .filter(([folder, { license }]) =>
      license === undefined ? !SIBLINGS.some((each) => each.test(folder)) : !allowed.includes(license),
    )
    .map(([folder, { license = 'no licence' }]) => `${folder}: ${license}`);

describe('licences', () => {
  it('installs only dependencies with permissive or file-level licences', () => {
    const users = packages.filter(([, { dev }]) => !dev);
    expect(users.length).toBeGreaterThan(20);
    expect(strange(users, [...PERMISSIVE, ...SEPARATE])).toEqual([]);
    // A package that is not optional must not add a condition.
    const always = users.filter(([, { optional, devOptional }]) => !optional && !devOptional);
    expect(strange(always, PERMISSIVE)).toEqual([]);
  });

  it('develops only with free dependencies', () => {
    expect(strange(packages, [...PERMISSIVE, ...SEPARATE, ...TOOLS])).toEqual([]);
  });

  it('bundles only permissive dependencies, with their licence texts', () => {
    const joined = JSON.parse(readFileSync(inPackage('dist', 'program', 'joined.json'), 'utf8')) as object;
    const names = Object.keys(joined);
    expect(names.length).toBeGreaterThan(5);
    // yargs would load tables of emoji to measure texts without emoji (bin/plain_width.ts).
    expect(names.filter((name) => /string-width|emoji/.test(name))).toEqual([]);
    const locked = packages.filter(([folder]) => names.includes(folder.replace('node_modules/', '')));
    expect(locked.map(([folder]) => folder.replace('node_modules/', '')).sort()).toEqual(names.sort());
    expect(strange(locked, PERMISSIVE)).toEqual([]);
    const text = readFileSync(inPackage('dist', 'program', 'LICENSES.txt'), 'utf8');
    for (const name of names) expect(text).toContain(`\n${name} `);
  });

  it('reports a package with another licence', () => {
    expect(strange([['node_modules/gpl', { version: '1.0.0', license: 'GPL-3.0' }]], PERMISSIVE)).toEqual([
      'node_modules/gpl: GPL-3.0',
    ]);
    expect(strange([['node_modules/none', { version: '1.0.0' }]], PERMISSIVE)).toEqual([
      'node_modules/none: no licence',
    ]);
  });
});
