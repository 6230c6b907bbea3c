import { once } from 'node:events';
import { expect, it } from 'vitest';
import { cpuIn, start, timed } from './timed.js';

const busy = (ms: number): string =>
  `const end = performance.now() + ${ms}; while (process.cpuUsage().user < ${ms} * 1000 && performance.now() < end * 50);`;

it('adds up the minutes and seconds of a shell and its children', () => {
  expect(cpuIn('0m0.01s 0m0.02s\n1m2.50s 0m0.25s\n')).toBeCloseTo(62.78);
});

it('rejects a text without times', () => {
  expect(() => cpuIn('')).toThrow('no times: ');
});

it('counts the CPU of a process that the command started', async () => {
  const inner = JSON.stringify(busy(100));
  const outer = `require('node:child_process').execFileSync(process.execPath, ['-e', ${inner}]); console.log('done')`;
  const { stdout, cpu } = await timed([process.execPath, '-e', outer]);
  expect(stdout).toBe('done\n');
  expect(cpu).toBeGreaterThan(0.1);
});

it('counts the CPU of a command that SIGTERM ends', async () => {
  const { child, ran } = start([
    process.execPath,
    '-e',
    `${busy(100)} process.on('SIGTERM', () => process.exit()); console.log('ready'); setInterval(() => {}, 1000);`,
  ]);
  if (child.stdout) await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect((await ran).cpu).toBeGreaterThan(0.1);
});
