/** The rules of the text. Where the text is silent, they follow the stance of the findings. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { readAllowList } from '../allow_list.js';
import { readMappings } from '../mapping.js';
import { readPortSpecs } from '../port_spec.js';
import { publicKey } from '../public_key.js';
import { readRelayMode } from '../relay_mode.js';
import { serveIn } from './in.js';
import { bindPeer } from './iroh.js';
import type { Rules } from './rules.js';
import { keepKey, readKey } from './secret_key.js';

const HOST = '127.0.0.1';

export const RULES: Rules = {
  environment: (env) => env,
  readPortSpecs: (words) => readPortSpecs(words),
  readPublicKey: publicKey.decode,
  readMappings: (words) => readMappings(words),
  readAllowList: (text) => (text === undefined ? undefined : readAllowList(text)),
  readRelayMode,

  keyPath: (env, home) => env['PUNCH_SECRET_KEY'] || join(home, '.local', 'share', 'punch', 'secret.key'),
  readKey,
  keepKey,
  printKey: (key, { stderr }) => void stderr.write(`public key: ${key}\n`),

  exitCodes: { failed: 1, wrongUsage: 2 },
  stop: (signal) => signal,
  bind: bindPeer,
  connectionFor: async (_mapping, shared) => shared,
  serveIn,
  unreachable(error) {
    throw error;
  },
  lost(why, tell) {
    tell(`Error: connection lost: ${why}`);
    return 1;
  },

  bindAddress: () => HOST,
  exposes: (specs, port, proto) => specs.some((spec) => spec.port === port && spec.proto === proto),
  async connectLocal(port) {
    const socket = connect({ host: HOST, port, allowHalfOpen: true, noDelay: true });
    await once(socket, 'connect');
    return socket;
  },
  refuse: (stream) => stream.refuse(),
  send: (stream, bytes) => stream.write(bytes),
  async deliver(to, bytes) {
    if (!to.write(bytes)) await once(to, 'drain');
  },
  finish: (stream) => stream.finish(),
  endLocal: (to) => void to.end(),
  breakOff(stream, local) {
    stream.refuse();
    local.abort();
  },
  stdioEndsWithRemote: true,

  flowOf: (local, address, from) => `${local} ${address} ${from}`,
  reply: (payload, { socket, port, address }) => socket.send(payload, port, address, () => {}),
};
