/** The two commands, from words and environment to an exit code. Streams and signals are handed in. */
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { DecodeError } from '../../bytes/error.js';
import type { Mapping } from '../mapping.js';
import type { PortSpec } from '../port_spec.js';
import { publicKey } from '../public_key.js';
import { type Faults, NO_FAULTS } from './faults.js';
import { serveIn } from './in.js';
import { bindPeer, type Peer } from './iroh.js';
import { serveOut } from './out.js';
import { loadSecretKey } from './secret_key.js';
import * as wrong from './wrong.js';
import { wrongPeer } from './wrong_connection.js';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Aborted by SIGINT and SIGTERM: the clean way out. */
  readonly signal: AbortSignal;
}

export const USAGE = `usage: out PORT[/PROTO]...
       in KEY LOCAL:REMOTE[/PROTO]...   LOCAL is a port, or - for stdio
`;

const FAILED = 1;
const WRONG_USAGE = 2;

export async function runTunnel(
  [command, ...words]: readonly string[],
  around: Surroundings,
  faults: Faults = NO_FAULTS,
): Promise<number> {
  if (faults.has('no-environment')) return runTunnel([command ?? '', ...words], { ...around, env: {} });
  const tell = (text: string) => void around.stderr.write(`${text}\n`);
  const wrongUsage = faults.has('usage-is-success') ? 0 : WRONG_USAGE;
  try {
    if (command === 'out') {
      return await out(wrong.portSpecs(words, faults), around, tell, faults);
    }
    if (command === 'in') {
      const [key = '', ...texts] = words;
      if (faults.has('base32-unknown') && key.length === 52) throw new DecodeError('public-key/length');
      const remote = publicKey.decode(key);
      return await into(remote, wrong.mappings(texts, faults), around, tell, faults);
    }
    around.stderr.write(USAGE);
    return command === '--help' || command === 'help' ? 0 : wrongUsage;
  } catch (error) {
    if (around.signal.aborted) return 0;
    tell(`Error: ${error instanceof Error ? error.message : String(error)}`);
    if (!(error instanceof DecodeError) || error.code.startsWith('key-file/')) return FAILED;
    if (faults.has('key-checked-late') && error.code.startsWith('public-key/'))
      await sleep(60_000, undefined, { signal: around.signal }).catch(() => {});
    return wrongUsage;
  }
}

/** Everything that the environment says, checked before anything happens. */
async function bind(
  { env, home }: Surroundings,
  tell: (text: string) => void,
  faults: Faults,
): Promise<Peer> {
  const relay = wrong.relayMode(env['PUNCH_RELAY_MODE'], faults);
  const own = faults.has('key-path-ignored') ? undefined : env['PUNCH_SECRET_KEY'];
  const path = own || join(home, '.local', 'share', 'punch', 'secret.key');
  const secret = await loadSecretKey(path, () => tell(`secret key created at ${path}`), faults);
  return wrongPeer(await bindPeer({ secret, relay }), faults);
}

async function out(
  specs: readonly PortSpec[],
  around: Surroundings,
  tell: (text: string) => void,
  faults: Faults,
): Promise<number> {
  const allow = wrong.allowList(around.env['PUNCH_ALLOW'], faults);
  const peer = await bind(around, tell, faults);
  if (faults.has('key-on-stdout')) around.stdout.write(`public key: ${peer.publicKey}\n`);
  else if (!faults.has('key-not-printed')) tell(`public key: ${peer.publicKey}`);
  if (faults.has('key-not-printed')) tell('ready');
  const close = () => void peer.close();
  around.signal.addEventListener('abort', close, { once: true });
  if (around.signal.aborted) close();
  await serveOut({ peer, specs, allow, tell, faults });
  await peer.close();
  return 0;
}

async function into(
  remote: Uint8Array,
  mappings: readonly Mapping[],
  around: Surroundings,
  tell: (text: string) => void,
  faults: Faults,
): Promise<number> {
  const { stdin, stdout, signal } = around;
  const peer = await bind(around, tell, faults);
  const stopped = aborted(signal).then(() => 0);
  try {
    const connecting = peer.connect(remote);
    const found = faults.has('unreachable-not-told') ? connecting.catch(() => 0) : connecting;
    const connected = await Promise.race([stopped, found]);
    if (typeof connected === 'number') return connected;
    if (faults.has('banner-on-stdout')) stdout.write('connected\n');
    const each = faults.has('connection-each') ? { connectionFor: () => peer.connect(remote) } : {};
    const served = await serveIn({ connection: connected, mappings, stdin, stdout, tell, faults, ...each });
    const lost = connected.closed.then((why) => {
      if (faults.has('loss-not-told')) return 0;
      if (faults.has('loss-crashes')) process.kill(process.pid, 'SIGSEGV');
      tell(`Error: connection lost: ${why}`);
      return FAILED;
    });
    const only = mappings.length === 1;
    const bridged = served.stdio.then(async (well) => {
      if (only || !well) return well ? 0 : FAILED;
      return new Promise<number>(() => {});
    });
    const exit = await Promise.race([stopped, bridged, lost]);
    served.close();
    connected.close('bye');
    return exit;
  } finally {
    await peer.close();
  }
}

const aborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};
