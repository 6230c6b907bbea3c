/**
 * A daemon of another operator: a relay, a daemon with the settings of that operator, and the paired clients of a
 * secret.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../../package.js';
import { startRelay } from '../../reference/openhost/peers/relay/server.js';
import { configuration } from '../../runners/openhost/configuration.js';
import { SLOW_RELAY } from '../../runners/openhost/own_relay.js';
import { freePort } from '../../runners/testing/free_port.js';

export interface LiveDaemon {
  /** The arguments of `conform run`. */
  readonly words: readonly string[];
  close(): Promise<void>;
}

const conform = inPackage('dist', 'bin', 'conform.js');
const SECRET = 'of the check';

export async function startLive(id: string, paired: string): Promise<LiveDaemon> {
  const relay = await startRelay({ rules: SLOW_RELAY });
  const dir = mkdtempSync(join(tmpdir(), 'conform-live-'));
  const upstream = await freePort();
  const config = join(dir, 'daemon.toml');
  const settings = configuration({
    dir,
    relay: relay.url,
    service: `http://127.0.0.1:${upstream}`,
    settings: {},
  });
  // Without these settings, the known daemon uses its defaults, and the run must work with them.
  const untouched = /^(?:per_client_throttle_secs|rate_limit_\w+|republish_secs) = .*\n/gm;
  writeFileSync(config, settings.replace(untouched, ''));
  const pairs = execFileSync(process.execPath, [conform, 'keys', '--secret', SECRET, '--form', 'toml']);
  writeFileSync(join(dir, 'allow.toml'), pairs);
  const program = [inPackage('dist', 'checks', 'openhost_daemons', 'daemon.js'), id, '--config', config];
  const env = { ...process.env, CONFORM_PAIRED: paired };
  const url = execFileSync(process.execPath, [...program, 'identity', 'show'], { env })
    .toString()
    .trim();
  const daemon = spawn(process.execPath, [...program, 'run'], { env, stdio: 'ignore' });
  return {
    words: [
      ...['--target', url, '--relay', relay.url],
      ...['--secret', SECRET, '--upstream', String(upstream)],
    ],
    async close() {
      await ended(daemon);
      await relay.close();
      rmSync(dir, { recursive: true });
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  if (child.exitCode === null) {
    child.kill();
    await exit;
  }
}
