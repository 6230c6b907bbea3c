import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Unreachable } from '../../suites/case.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { temporaryRoot } from '../cleanup/temporary.js';
import { tryCase } from '../try_cases.js';
import { builtFile } from './built_file.js';
import { KEY_CASE } from './first_look.js';
import { openLab } from './lab.js';
import { labRefused } from './namespaces.js';
import { carriers } from './proc.js';
import { tunnelTarget } from './target.js';

const refused =
  (await labRefused()) ?? (existsSync(builtFile('program/lab_agent.js')) ? undefined : 'nothing is built');

test.skipIf(refused !== undefined).each([
  ['exits at once', 'exit 3'],
  ['prints a key that is too short', 'echo "public key: 12" >&2; exit 0'],
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

/** The only program on the PATH is `unshare`, and this is its script. There is none without a script. */
function unshareIs(script?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'conform-unshare-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (script !== undefined) writeFileSync(join(folder, 'unshare'), script, { mode: 0o755 });
  vi.stubEnv('PATH', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
}
const labFolders = () => readdirSync(temporaryRoot()).filter((name) => name.startsWith('lab-'));

test.each([
  ['cannot be started', undefined, /^the lab did not start: .*unshare.*ENOENT/],
  ['ends', '#!/bin/sh\necho "Operation not permitted" >&2', /^the lab ended: Operation not permitted\n$/],
])('a lab that %s says why, and leaves no folder behind', async (_what, script, why) => {
  const before = labFolders();
  unshareIs(script);
  const opening = openLab();
  await expect(opening).rejects.toThrow(Unreachable);
  await expect(opening).rejects.toThrow(why);
  expect(labFolders()).toEqual(before);
});

test('a lab is open once its agent is ready, gets no secret of ours, and is gone when it is closed', async () => {
  const before = labFolders();
  unshareIs(
    [
      `#!${process.execPath}`,
      `process.on('message', ({ call }) => process.send({ answer: call, value: Object.keys(process.env) }));`,
      `process.send('ready');`,
    ].join('\n'),
  );
  vi.stubEnv('CONFORM_SECRET', 'x');
  const lab = await openLab();
  const variables = await lab.agent.names('');
  expect(variables).toContain('PATH');
  expect(variables).not.toContain('CONFORM_SECRET');
  expect(labFolders()).toHaveLength(before.length + 1);
  await lab.close();
  expect(lab.over.aborted).toBe(true);
  expect(labFolders()).toEqual(before);
  await expect(lab.agent.names('')).rejects.toThrow('the lab ended');
});
