import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Lost } from '../../suites/case.js';
import { MOST_OUTPUT } from './agent/programs.js';
import type { Lab } from './lab_client.js';
import { carriers } from './proc.js';
import { startProgram } from './program.js';
import { localLab } from './testing/local_lab.js';

const KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const it = test.skipIf(process.platform !== 'linux');

async function started(script: string, signal = new AbortController().signal) {
  const path = mkdtempSync(join(tmpdir(), 'conform-program-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const home = { path, file: async () => 'absent' as const, names: async () => [] };
  const command = ['sh', '-c', script] as const;
  const program = await startProgram(localLab(), {
    command,
    home,
    env: { OWN: 'x' },
    patience: 10_000,
    signal,
  });
  onTestFinished(() => program.close());
  return program;
}

it('tells what a program prints, and how it exits', async () => {
  const program = await started('pwd; echo "$HOME $OWN" >&2; exit 7');
  const { path } = program.home;
  const exited = await program.exited();
  expect(exited).toEqual({ code: 7, stdout: new TextEncoder().encode(`${path}\n`), stderr: `${path} x\n` });
});

it('passes input, its end, and signals', async () => {
  const program = await started('cat; trap "exit 3" TERM; echo on >&2; while :; do sleep 0.01; done');
  program.stdin.write(new TextEncoder().encode('given'));
  program.stdin.end();
  expect(Buffer.from((await program.printed(5)) as Uint8Array).toString()).toBe('given');
  await program.needs('that it goes on', () => program.stderr() === 'on\n', 10_000);
  expect(await program.memory()).toBeGreaterThan(0);
  program.signal('SIGTERM');
  expect(await program.exited()).toMatchObject({ code: 3 });
});

it('finds a key, and says that a program ended without one or is silent', async () => {
  const [tells, ends, mute] = await Promise.all([
    started(`echo "public key: ${KEY}" >&2; exec sleep 60`),
    started('exit 0'),
    started('exec sleep 60'),
  ]);
  expect(await tells.printedKey(10_000)).toEqual({ key: KEY });
  expect(await ends.printedKey(10_000)).toBe('closed');
  expect(await mute.printedKey(20)).toBe('silent');
  await expect(mute.needs('a word', () => false, 20)).rejects.toThrow('expected a word, received silence');
});

it('waits for what a program printed before its end, when that arrives after its exit', async () => {
  let tell: Parameters<Lab['watch']>[1] = () => {};
  const watch: Lab['watch'] = (_mark, hear) => {
    tell = hear;
    return () => {};
  };
  const home = { path: tmpdir(), file: async () => 'absent' as const, names: async () => [] };
  const { signal } = new AbortController();
  const options = { command: ['true'] as const, home, env: {}, patience: 10_000, signal };
  const waits = await startProgram({ ...localLab(), watch }, options);
  const [printed, key, more] = [waits.printed(3), waits.printedKey(10_000), waits.printed(4)];
  tell({ ended: { code: 0, signal: null } });
  await new Promise(setImmediate);
  tell({ stream: 'stdout', bytes: Buffer.from('ALL') });
  tell({ stream: 'stderr', bytes: Buffer.from(`public key: ${KEY}\n`) });
  expect(Buffer.from((await printed) as Uint8Array).toString()).toBe('ALL');
  expect(await key).toEqual({ key: KEY });
  tell({ closed: true });
  expect(await more).toBe('closed');
  await waits.close();
});

it('looks until it sees, or until the program has ended', async () => {
  const [stays, ends] = await Promise.all([started('exec sleep 60'), started('exit 4')]);
  let looks = 0;
  await stays.needsToSee('the second look', async () => ++looks === 2, 10_000);
  await expect(ends.needsToSee('a socket', async () => false, 10_000)).rejects.toThrow(/exit 4/);
});

it('a program that cannot be started says why', async () => {
  const path = tmpdir();
  const home = { path, file: async () => 'absent' as const, names: async () => [] };
  const { signal } = new AbortController();
  const command = ['/no/such/program'] as const;
  const program = await startProgram(localLab(), { command, home, env: {}, patience: 10_000, signal });
  await expect(program.needs('a word', () => false, 10_000)).rejects.toThrow(/ENOENT/);
  await program.close();
});

it('loses a program that prints without end, and keeps the first of it', async () => {
  const program = await started('exec yes');
  await expect(program.printed(1 << 30)).rejects.toBeInstanceOf(Lost);
  expect(program.stdout().length).toBeLessThan(2 * MOST_OUTPUT);
});

it('kills all of a program when its case is cancelled, and when it is closed', async () => {
  const cancelled = new AbortController();
  const script = 'trap "" TERM; setsid sleep 60 & echo on; while :; do sleep 1; done';
  const program = await started(script, cancelled.signal);
  await program.printed(3);
  await expect.poll(() => carriers(program.mark).length).toBeGreaterThan(1);
  cancelled.abort();
  expect(await program.exited()).toMatchObject({ code: undefined });
  await program.close();
  expect(carriers(program.mark)).toEqual([]);
});
