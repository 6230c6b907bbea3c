import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TunnelPort } from '../../suites/tunnel/port.js';
import { judge } from '../judge.js';
import { builtFile, labRefused } from './lab.js';
import { carriers } from './proc.js';
import { tunnelTarget } from './target.js';

const refused =
  (await labRefused()) ?? (existsSync(builtFile('bin/tunnel_lab.js')) ? undefined : 'nothing is built');

test.skipIf(refused !== undefined).each([
  ['exits at once', 'exit 3'],
  ['prints a key that is none', 'echo "public key: 12" >&2; exit 0'],
  ['prints for ever', 'yes >&2'],
])('a program that %s has a verdict, and leaves nothing behind', async (what, script) => {
  const mark = `left-${process.pid}-${what.length}`;
  const target = await tunnelTarget({ name: 'bad', command: ['env', `BAD=${mark}`, 'sh', '-c', script] });
  const tunnel = (await target.port('tunnel', undefined as never)) as TunnelPort;
  const observation = await tunnel.perform('tunnel/out/key-on-stderr', AbortSignal.timeout(30_000));
  await target.close();
  expect(judge(observation).verdict).toBe('fail');
  expect(carriers(`BAD=${mark}`)).toEqual([]);
});
