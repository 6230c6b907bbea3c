/** A run against a broker that is cut short: by a signal, and by the end of the broker. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { type Broker, startBroker } from '../reference/punch/peers/broker/broker.js';
import type { LogEvent } from '../reference/punch/peers/broker/options.js';
import { leftOf, pidsIn } from '../runners/exec/testing/processes.js';

const SECRET = 'known to the broker and to the run';
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A broker, and a run that has just created its third session. */
async function underWay(): Promise<{ broker: Broker; run: ReturnType<typeof spawn>; open: Set<string> }> {
  const open = new Set<string>();
  let created = 0;
  let enough = () => {};
  const third = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const log = ({ event, session = '' }: LogEvent) => {
    if (event === 'session-created') open.add(session);
    if (event === 'session-closed') open.delete(session);
    if (event === 'session-created' && ++created === 3) enough();
  };
  const broker = await startBroker({ log, secret: Buffer.from(SECRET) });
  closers.push(broker.close);
  const words = ['run', '--quiet', '--target', broker.url, '--secret', 'env:BROKER_SECRET'];
  const run = spawn(process.execPath, [inPackage('dist', 'bin', 'conform.js'), ...words], {
    stdio: 'ignore',
    env: { ...process.env, BROKER_SECRET: SECRET },
  });
  closers.push(() => run.kill('SIGKILL'));
  await third;
  return { broker, run, open };
}

describe('a run against a broker', { timeout: 180_000 }, () => {
  it('that is interrupted deletes its sessions and exits 130', async () => {
    const { run, open } = await underWay();
    run.kill('SIGINT');
    const [code] = await once(run, 'close');
    expect(code).toBe(130);
    expect([...open]).toEqual([]);
  });

  it('that crashes meanwhile ends by itself, and is not green', async () => {
    const { broker, run } = await underWay();
    await broker.close();
    const [code] = await once(run, 'close');
    expect([1, 3]).toContain(code);
  });
});

const started = 'sleep 60 & echo $! >> PIDS; wait';
describe.skipIf(process.platform !== 'linux')('a run that has started programs', { timeout: 180_000 }, () => {
  it.each([
    ['a client under test', `openhost-client:sh -c '${started}' {url}`, 1],
    ['a client under test, by who cannot wait', `openhost-client:sh -c '${started}' {url}`, 2],
    ['a daemon that does not come up', `openhostd:sh -c '${started}'`, 1],
  ])('%s: none of it is left after an interruption, nor of its folders', async (_what, target, times) => {
    const folder = mkdtempSync(join(tmpdir(), 'conform-interrupted-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    const [pids, temporary] = [join(folder, 'pids'), join(folder, 'tmp')];
    mkdirSync(temporary);
    const words = ['run', '--quiet', '--target', target.replace('PIDS', pids), '--only', 'openhost/3/**'];
    const run = spawn(process.execPath, [inPackage('dist', 'bin', 'conform.js'), ...words], {
      stdio: 'ignore',
      env: { ...process.env, TMPDIR: temporary },
    });
    closers.push(() => run.kill('SIGKILL'));
    await expect.poll(() => existsSync(pids), { timeout: 20_000 }).toBe(true);
    const exited = once(run, 'exit');
    const since = performance.now();
    for (let i = 0; i < times; i++) {
      run.kill('SIGINT');
      await delay(50);
    }
    await exited;
    expect(performance.now() - since).toBeLessThan(5000);
    expect(await leftOf(pidsIn(pids))).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
