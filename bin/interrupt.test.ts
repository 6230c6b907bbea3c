/** A run against a broker that is cut short: by a signal, and by the end of the broker. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { type Broker, startBroker } from '../reference/punch/peers/broker/broker.js';
import type { LogEvent } from '../reference/punch/peers/broker/options.js';

const SECRET = 'known to the broker and to the run';
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A broker, and a run of which it has just heard for the third time. */
async function underWay(): Promise<{ broker: Broker; run: ReturnType<typeof spawn>; open: Set<string> }> {
  const open = new Set<string>();
  let enough = () => {};
  const third = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const log = ({ event, session = '' }: LogEvent) => {
    if (event === 'session-created') open.add(session);
    if (event === 'session-closed') open.delete(session);
    if (open.size === 3) enough();
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

describe('a run against a broker', { timeout: 60_000 }, () => {
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
