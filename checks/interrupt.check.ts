/** A run against a broker that ends early: by a signal, or because the broker ends. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { type Broker, startBroker } from '../reference/punch/peers/broker/broker.js';
import type { LogEvent } from '../reference/punch/peers/broker/options.js';
import { startInCgroup } from '../runners/cleanup/cgroup.js';
import { commandLines } from '../runners/exec/testing/processes.js';

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
  it('deletes its sessions and exits with 130 when it is interrupted', async () => {
    const { run, open } = await underWay();
    run.kill('SIGINT');
    const [code] = await once(run, 'close');
    expect(code).toBe(130);
    expect([...open]).toEqual([]);
  });

  it('ends and is not green when the broker crashes', async () => {
    const { broker, run } = await underWay();
    await broker.close();
    const [code] = await once(run, 'close');
    expect([1, 3]).toContain(code);
  });
});

/**
 * One child in the process group of the program, and one that leaves its group and session. If control groups can be
 * made, that one also drops its environment.
 */
const alone = startInCgroup(() => undefined).cgroup ? 'setsid env -i PATH=$PATH' : 'setsid';
const started = `sleep SECONDS & ${alone} sleep SECONDS & wait`;
const signals = {
  'by SIGINT': ['SIGINT'],
  'by a second SIGINT': ['SIGINT', 'SIGINT'],
  'by SIGTERM': ['SIGTERM'],
  'by SIGKILL': ['SIGKILL'],
} satisfies Readonly<Record<string, readonly NodeJS.Signals[]>>;
const targets = {
  'an adapter': [`exec:sh -c '${started}'`, 'punch/token/**'],
  'a client under test': [`openhost-client:sh -c '${started}' {url}`, 'openhost/3/**'],
  'a daemon that does not come up': [`openhostd:sh -c '${started}'`, 'openhost/3/**'],
  'a tunnel program': [`tunnel:sh -c '${started}'`, 'tunnel/**'],
} as const;

describe.skipIf(process.platform !== 'linux')('a run that has started', { timeout: 180_000 }, () => {
  for (const [what, [target, only]] of Object.entries(targets)) {
    it.each(Object.entries(signals))(
      `${what} leaves nothing behind when it is ended %s`,
      async (_how, sent) => {
        const temporary = mkdtempSync(join(tmpdir(), 'conform-'));
        closers.push(() => rmSync(temporary, { recursive: true }));
        // Process ids differ in the namespace of the lab, so a unique number of seconds identifies the process.
        const seconds = `77.${randomInt(1e9)}`;
        const left = () => commandLines().filter((words) => words === `sleep ${seconds}`);
        const words = ['run', '--quiet', '--target', target.replaceAll('SECONDS', seconds), '--only', only];
        const run = spawn(process.execPath, [inPackage('dist', 'bin', 'conform.js'), ...words], {
          stdio: 'ignore',
          env: { ...process.env, TMPDIR: temporary },
        });
        closers.push(() => run.kill('SIGKILL'));
        await expect.poll(() => left().length, { timeout: 30_000 }).toBeGreaterThan(1);
        const exited = once(run, 'exit');
        const since = performance.now();
        for (const signal of sent) {
          run.kill(signal);
          await delay(50);
        }
        await exited;
        expect(performance.now() - since).toBeLessThan(10_000);
        await expect.poll(left, { timeout: 10_000 }).toEqual([]);
        await expect.poll(() => readdirSync(temporary), { timeout: 10_000 }).toEqual([]);
      },
    );
  }
});
