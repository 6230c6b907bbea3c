/** A daemon in the shape of the public implementation: keys, pairs and settings lie in files. */
import { readConfiguration } from '../../../reference/openhost/peers/daemon/configured.js';
import { startDaemon } from '../../../reference/openhost/peers/daemon/daemon.js';
import { ConfigRefused } from '../../../reference/openhost/peers/daemon/options.js';
import { DAEMON_RULES, type DaemonRules } from '../../../reference/openhost/peers/daemon/rules.js';
import { Miscalled } from '../../options.js';
import type { Served } from '../../served_peer.js';
import { closing, placesOf } from './places.js';

const CALLS = ['run', 'identity show', 'pair add', 'pair remove'];

interface Given {
  readonly ca?: string | undefined;
  readonly config: string;
  readonly words: readonly string[];
  readonly log: (text: string) => void;
  /** DAEMON_RULES when absent. */
  readonly rules?: DaemonRules;
}

export async function startConfigured({
  ca,
  config,
  words,
  log,
  rules = DAEMON_RULES,
}: Given): Promise<Served> {
  const [verb = 'run', , client, ...more] = words;
  const call = [verb, ...words.slice(1, 2)].join(' ');
  const known = call.startsWith('pair ') === (client !== undefined) && more.length === 0;
  if (!known || !CALLS.includes(call)) {
    throw new Miscalled(
      `unknown action "${words.join(' ')}"; known: run, identity show, pair add KEY, pair remove KEY`,
    );
  }
  const { identity, relays, options, pair, unpair } = readConfiguration(config);
  const lines = [`oh://${identity.name}/`];
  if (client !== undefined) (call === 'pair add' ? pair : unpair)(client);
  if (call !== 'run') return { lines, close: async () => {}, over: true };
  if (relays.length === 0)
    throw new ConfigRefused(
      'the configuration names no pkarr.relays: add relays = ["https://..."] to [pkarr]',
    );
  const places = await placesOf({ relay: [...relays], ca });
  const started = await startDaemon({ ...options, substrates: places, rules, log });
  return { lines, close: closing(started, places) };
}
