/** A protocol is a plug-in, so shared files name none. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { commands } from '../bin/commands.js';
import { conform } from '../bin/testing/conform.js';
import { inPackage } from '../package.js';
import { plugins } from '../runners/registry/plugins.js';

const names = plugins.map(({ protocol }) => protocol);
const SHARED = ['bin', 'reports', 'runners/*.ts', 'suites/*.ts'];
/** The files in which a protocol is registered by one line. */
const REGISTRIES = ['runners/registry/plugins.ts', 'suites/protocols.ts'];

/** The folders of the plug-ins, tests, and modules that only tests import. */
const isLeftOut = (path: string): boolean =>
  REGISTRIES.includes(path) ||
  /\.test\.ts$|\/testing\//.test(path) ||
  names.some((name) => path.split('/')[1] === name);

/** An example of the library is compiled and run, so it must import an existing structure. */
const isExample = (path: string, text: string): boolean =>
  path.startsWith('runners/library/') && /^\s*\*/.test(text);

/** `FILE:LINE:TEXT` of each line that names a protocol, also as a part of a name such as `punchPort`. */
function hits(): readonly string[] {
  const capitals = names.map((name) => `${name[0]?.toUpperCase()}${name.slice(1)}`);
  const named = `\\b(${names.join('|')})(\\b|[A-Z])|${capitals.join('|')}`;
  const words = ['grep', '-nE', named, '--', ...SHARED];
  return execFileSync('git', words, { cwd: inPackage(), encoding: 'utf8' }).trim().split('\n');
}

it('no shared file names a protocol', () => {
  const found = hits();
  // This count shows that the search works: the folders of the plug-ins name protocols often.
  expect(found.length).toBeGreaterThan(1000);
  const shared = found.filter((hit) => {
    const [, path = '', text = ''] = /^([^:]*):\d+:(.*)$/.exec(hit) ?? [];
    return !isLeftOut(path) && !isExample(path, text);
  });
  expect(shared).toEqual([]);
});

it('the help of a command shows the examples of the plug-ins', async () => {
  const { stdout } = await conform(['findings', '--help']);
  const [, shown = ''] = stdout.split('Examples:');
  const all = plugins.flatMap(({ examples }) => examples?.['findings'] ?? []);
  expect(all.length).toBeGreaterThan(0);
  for (const [words] of all) expect(shown).toContain(`  conform findings ${words} `);
});

it('examples of the plug-ins belong to existing commands', () => {
  const helped = plugins.flatMap(({ examples = {} }) => Object.keys(examples));
  expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(helped));
});
