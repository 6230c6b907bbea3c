/** Configures a daemon from files for its keys, pairs and settings, as the public implementation does. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { defined, ifGiven } from '../../../../defined.js';
import { parseAddress } from '../../address.js';
import type { BindingMode } from '../../offer_blob.js';
import { createIdentity, type Identity } from '../identity.js';
import { keyOf } from '../relay/store.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { ConfigRefused, type DaemonOptions, type Forward } from './options.js';
import { readToml, type Toml, type TomlValue } from './toml.js';

export function readConfiguration(file: string) {
  const toml = readToml(readFileSync(file, 'utf8'));
  const identity = identityAt(required(toml, 'identity.store.path'));
  const database = required(toml, 'pairing.db_path');
  const pairs = () =>
    existsSync(database)
      ? [...readToml(readFileSync(database, 'utf8'))].flatMap(([name, value]) =>
          name.endsWith('.pubkey') && typeof value === 'string' ? [value] : [],
        )
      : [];
  return {
    identity,
    relays: list(toml.get('pkarr.relays')),
    options: { identity, ...settingsOf(toml), pairs },
    pair(client: string): void {
      if (keyOf(client) === undefined)
        throw new ConfigRefused(`${client} is not the key of a client: write its 52 characters`);
      if (pairs().includes(client)) throw new ConfigRefused(`${client} is paired already: nothing to add`);
      const added = Math.floor(Date.now() / 1000);
      writeFileSync(database, `[[pair]]\npubkey = "${client}"\nadded_at = ${added}\n`, {
        flag: 'a',
        mode: 0o600,
      });
    },
    unpair(client: string): void {
      if (!pairs().includes(client)) throw new ConfigRefused(`${client} is not paired: nothing to remove`);
      const parts = readFileSync(database, 'utf8').split(/^(?=\[\[pair\]\])/m);
      const others = parts.filter((one) => readToml(one).get('pair.0.pubkey') !== client);
      // A daemon that reads the file at this moment finds it complete.
      const aside = `${database}.${process.pid}`;
      writeFileSync(aside, others.join(''), { mode: 0o600 });
      renameSync(aside, database);
    },
  };
}

function settingsOf(toml: Toml): Omit<DaemonOptions, 'substrates' | 'identity'> {
  const modes = toml.get('dtls.allowed_binding_modes');
  const seconds = (name: string, absent: number) => 1000 * number(toml.get(name), absent);
  return {
    certificate: createDtlsCertificate(),
    watch: list(toml.get('pkarr.offer_poll.watched_clients')),
    republishMs: seconds('pkarr.republish_secs', 1800),
    pollMs: seconds('pkarr.offer_poll.poll_secs', 1),
    throttleMs: seconds('pkarr.offer_poll.per_client_throttle_secs', 5),
    burst: number(toml.get('pkarr.offer_poll.rate_limit_burst'), 3),
    refillMs: seconds('pkarr.offer_poll.rate_limit_refill_secs', 5),
    ...defined({
      bindingModes: ifGiven(modes, (some) => list(some).filter(isMode)),
      forward: forwardIn(toml),
      turn: turnIn(toml),
    }),
  };
}

function forwardIn(toml: Toml): Forward | undefined {
  const target = toml.get('forward.target');
  if (typeof target !== 'string') return undefined;
  const host = toml.get('forward.host_override');
  return {
    target,
    maxBody: number(toml.get('forward.max_body_bytes'), 16 << 20),
    ...(typeof host === 'string' ? { host } : {}),
    ...defined({ websockets: ifGiven(toml.get('forward.websockets.allowed_paths'), list) }),
  };
}

const turnIn = (toml: Toml): DaemonOptions['turn'] =>
  toml.get('turn.enabled') === true
    ? {
        ip: parseAddress(required(toml, 'turn.public_ip')),
        port: number(toml.get('turn.public_port'), 3478),
      }
    : undefined;

const isMode = (text: string): text is BindingMode => text === 'exporter' || text === 'cert_fp';
const number = (value: TomlValue | undefined, absent: number): number =>
  typeof value === 'number' ? value : absent;
const list = (value: TomlValue | undefined): readonly string[] => (Array.isArray(value) ? value : []);

function required(toml: Toml, name: string): string {
  const value = toml.get(name);
  if (typeof value !== 'string') throw new ConfigRefused(`the configuration has no ${name}: add it`);
  return value;
}

/** Reads the seed, and creates it when there is none. */
function identityAt(path: string): Identity {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32), { mode: 0o600 });
  const seed = new Uint8Array(readFileSync(path));
  if (seed.length !== 32)
    throw new ConfigRefused(
      `${path} is not a key file: it has ${seed.length} bytes, expected 32: name another file in identity.store.path`,
    );
  return createIdentity(seed);
}
