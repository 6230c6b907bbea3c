/** The two commands, from words and environment to an exit code. The caller passes streams and signals. */
import { once } from 'node:events';
import { DecodeError } from '../../bytes/error.js';
import type { Mapping } from '../mapping.js';
import type { PortSpec } from '../port_spec.js';
import type { IrohPeer, PeerConnection } from './iroh.js';
import { serveOut } from './out.js';
import { RULES } from './reference_rules.js';
import type { Rules, Surroundings, Tell } from './rules.js';
import { loadSecretKey } from './secret_key.js';

export const USAGE = `usage: out PORT[/PROTO]...
       in KEY LOCAL:REMOTE[/PROTO]...   LOCAL is a port, or - for stdio
`;

export async function runTunnel(
  [command, ...words]: readonly string[],
  given: Surroundings,
  rules: Rules = RULES,
): Promise<number> {
  const around = { ...given, env: rules.environment(given.env), signal: rules.stop(given.signal) };
  const tell = (text: string) => void around.stderr.write(`${text}\n`);
  try {
    if (command === 'out') return await out(rules.readPortSpecs(words), around, tell, rules);
    if (command === 'in') {
      const [key = '', ...texts] = words;
      return await into(await rules.readPublicKey(key), rules.readMappings(texts), around, tell, rules);
    }
    around.stderr.write(USAGE);
    return command === '--help' || command === 'help' ? 0 : rules.exitCodes.wrongUsage;
  } catch (error) {
    if (around.signal.aborted) return 0;
    tell(`Error: ${error instanceof Error ? error.message : String(error)}`);
    const wrongUsage = error instanceof DecodeError && !error.code.startsWith('key-file/');
    return wrongUsage ? rules.exitCodes.wrongUsage : rules.exitCodes.failed;
  }
}

/** All settings of the environment, checked before anything starts. */
async function bind({ env, home }: Surroundings, tell: Tell, rules: Rules): Promise<IrohPeer> {
  const relay = rules.readRelayMode(env['PUNCH_RELAY_MODE']);
  const path = rules.keyPath(env, home);
  const secret = await loadSecretKey(path, () => tell(`secret key created at ${path}`), rules);
  return rules.bind({ secret, relay });
}

async function out(
  specs: readonly PortSpec[],
  around: Surroundings,
  tell: Tell,
  rules: Rules,
): Promise<number> {
  const allow = rules.readAllowList(around.env['PUNCH_ALLOW']);
  const peer = await bind(around, tell, rules);
  rules.printKey(peer.publicKey, around);
  const close = () => void peer.close();
  around.signal.addEventListener('abort', close, { once: true });
  if (around.signal.aborted) close();
  await serveOut({ peer, specs, allow, tell, rules });
  await peer.close();
  return 0;
}

async function into(
  remote: Uint8Array,
  mappings: readonly Mapping[],
  around: Surroundings,
  tell: Tell,
  rules: Rules,
): Promise<number> {
  const peer = await bind(around, tell, rules);
  const again = () => peer.connect(remote);
  const stopped = aborted(around.signal).then(() => 0);
  try {
    const found = again().catch((error: unknown) => rules.unreachable(error, tell));
    const connected = await Promise.race([stopped, found]);
    if (typeof connected === 'number') return connected;
    return await forwardUntilEnd(connected, { mappings, around, tell, rules, again, stopped });
  } finally {
    await peer.close();
  }
}

interface Forwarding {
  readonly mappings: readonly Mapping[];
  readonly around: Surroundings;
  readonly tell: Tell;
  readonly rules: Rules;
  readonly again: () => Promise<PeerConnection>;
  readonly stopped: Promise<number>;
}

/** Runs until a signal, the loss of the peer, or the end of stdio if that is the only mapping. */
async function forwardUntilEnd(
  connection: PeerConnection,
  { mappings, around, tell, rules, again, stopped }: Forwarding,
): Promise<number> {
  const { stdin, stdout } = around;
  const served = await rules.serveIn({ connection, mappings, stdin, stdout, tell, rules, again });
  const lost = connection.closed.then((why) => rules.lost(why, tell));
  const bridged = served.stdio.then((well) => {
    if (!well) return rules.exitCodes.failed;
    return mappings.length === 1 ? 0 : new Promise<number>(() => {});
  });
  const exit = await Promise.race([stopped, bridged, lost]);
  served.close();
  connection.close('bye');
  return exit;
}

const aborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};
