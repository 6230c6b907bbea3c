import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { liveCases } from '../../suites/tunnel/cases.js';
import { tryCase } from '../try_cases.js';
import { builtFile } from './built_file.js';
import { KEY_CASE } from './first_look.js';
import { labRefused } from './namespaces.js';
import { carriers } from './proc.js';
import { tunnelTarget } from './target.js';

const refused =
  (await labRefused()) ?? (existsSync(builtFile('program/lab_agent.js')) ? undefined : 'nothing is built');

test.skipIf(refused !== undefined).each([
  ['exits at once', 'exit 3'],
  ['prints a key that is none', 'echo "public key: 12" >&2; exit 0'],
  ['prints for ever', 'yes >&2'],
])('a program that %s has a verdict, and leaves nothing behind', async (what, script) => {
  const mark = `left-${process.pid}-${what.length}`;
  const target = await tunnelTarget({ name: 'bad', command: ['env', `BAD=${mark}`, 'sh', '-c', script] });
  const outcomes = await Promise.all(
    liveCases.filter(({ id }) => id === KEY_CASE).map((one) => tryCase(one, target)),
  );
  await target.close();
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(['fail']);
  expect(carriers(`BAD=${mark}`)).toEqual([]);
});
