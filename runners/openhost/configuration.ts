import { join } from 'node:path';
import { addressText } from '../../reference/openhost/address.js';
import type { Settings } from '../../suites/openhost/port.js';
import { TUNNELS } from './tunnels.js';

export interface Configuration {
  readonly dir: string;
  readonly relay: string;
  /** `http://host:port` */
  readonly service: string;
  readonly settings: Settings;
}

/** Deployed daemons hold responses to the same limit: the largest of a case is five MiB. */
export const MAX_BODY = 6 << 20;

/** The file of the pairs, in the folder of the configuration. */
export const PAIRS = 'allow.toml';

/** The configuration in the format of the public implementation. Rate limits are off unless a case tests them. */
export function configuration({ dir, relay, service, settings }: Configuration): string {
  const { forward, host, maxBody = MAX_BODY, websockets = TUNNELS, turn } = settings;
  const text = (value: string) => JSON.stringify(value);
  const lines = [
    '[identity]',
    `store = { kind = "fs", path = ${text(join(dir, 'id.key'))} }`,
    '[pkarr]',
    `relays = [${text(relay)}]`,
    'republish_secs = 5',
    '[pkarr.offer_poll]',
    'poll_secs = 1',
    'watched_clients = []',
    'per_client_throttle_secs = 0',
    'rate_limit_burst = 100',
    'rate_limit_refill_secs = 0.1',
    '[dtls]',
    `cert_path = ${text(join(dir, 'dtls.pem'))}`,
    // Section 2 requires rotation at a restart. With this setting it is due at every restart.
    'rotate_secs = 1',
    '[pairing]',
    `db_path = ${text(join(dir, PAIRS))}`,
  ];
  if (forward !== 'none') {
    lines.push('[forward]', `target = ${text(forward === 'down' ? 'http://127.0.0.1:9' : service)}`);
    lines.push(`max_body_bytes = ${maxBody}`);
    if (host !== undefined) lines.push(`host_override = ${text(host)}`);
    if (websockets !== null) {
      lines.push('[forward.websockets]', `allowed_paths = [${websockets.map(text).join(', ')}]`);
    }
  }
  if (turn) {
    lines.push('[turn]', 'enabled = true', 'bind_addr = "127.0.0.1:0"');
    lines.push(`public_ip = ${text(addressText(turn.ip))}`, `public_port = ${turn.port}`);
  }
  return `${lines.join('\n')}\n`;
}
