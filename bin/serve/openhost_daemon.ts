import { readConfiguration } from '../../reference/openhost/peers/daemon/configured.js';
import { type Daemon, startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { ConfigRefused, type DaemonOptions } from '../../reference/openhost/peers/daemon/options.js';
import { TomlRefused } from '../../reference/openhost/peers/daemon/toml.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { clientIdentity, PAIRED_CLIENTS } from '../../runners/openhost/live.js';
import { UsageError } from '../command.js';
import { tell } from '../output.js';
import { readSecret } from '../secret.js';
import { closing, placesOf } from './places.js';
import type { Served, ServeOptions } from './served.js';
import { readKeys, readPaths } from './values.js';

export async function daemon(options: ServeOptions): Promise<Served> {
  if (options.config !== undefined) return configured(options, options.config);
  if (options.websocket !== undefined && options.forward === undefined) {
    throw new UsageError('--websocket goes with --forward: nothing is there to be upgraded');
  }
  const secret = options.secret === undefined ? undefined : Buffer.from(readSecret('secret', options.secret));
  const derived = secret
    ? Array.from({ length: PAIRED_CLIENTS + 1 }, (_, i) => clientIdentity(secret, i).name)
    : [];
  const places = await placesOf(options);
  const started = await startedBy({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: places,
    dialect: options.dialect ?? 'spec',
    allow: [...readKeys(options.allow), ...derived],
    // Its clients are tools that ask again and again.
    throttleMs: 0,
    burst: 1000,
    ...(options.forward === undefined
      ? {}
      : {
          forward: {
            target: options.forward,
            ...(options.websocket === undefined ? {} : { websockets: readPaths(options.websocket) }),
          },
        }),
    log: tell,
  });
  return { lines: [started.url], close: closing(started, places) };
}

async function startedBy(options: DaemonOptions): Promise<Daemon> {
  try {
    return await startDaemon(options);
  } catch (error) {
    throw miscalled(error);
  }
}

/** What the operator has written, as one who called us wrongly is told. */
function miscalled(error: unknown, file?: string): unknown {
  const theirs =
    error instanceof ConfigRefused ||
    error instanceof TomlRefused ||
    (error instanceof Error && 'code' in error && 'path' in error);
  if (!theirs) return error;
  return new UsageError(file === undefined ? error.message : `--config ${file}: ${error.message}`);
}

async function configured({ ca, action = [] }: ServeOptions, file: string): Promise<Served> {
  const [verb = 'run', what, client, ...more] = action;
  const call = [verb, ...action.slice(1, 2)].join(' ');
  const known = (call === 'pair add' ? client !== undefined : client === undefined) && more.length === 0;
  if (!known || !['run', 'identity show', 'pair add'].includes(call)) {
    throw new UsageError(`say run, identity show or pair add KEY, not "${action.join(' ')}"`);
  }
  try {
    const configuration = readConfiguration(file);
    const { identity, relays, options, pair } = configuration;
    const lines = [`oh://${identity.name}/`];
    if (client !== undefined) pair(client);
    if (what !== undefined) return { lines, close: async () => {}, over: true };
    if (relays.length === 0) throw new ConfigRefused('the configuration names no pkarr.relays');
    const places = await placesOf({ relay: [...relays], ca });
    const started = await startDaemon({ ...options, substrates: places, log: tell });
    return { lines, close: closing(started, places) };
  } catch (error) {
    throw miscalled(error, file);
  }
}
