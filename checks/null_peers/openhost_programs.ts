/** Programs that are called like a daemon, but are none. */
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { openhostdTarget } from '../../runners/openhost/openhostd.js';
import type { NullPeer } from './peer.js';

const SOON = 1500;

const program = (name: string, script: string): NullPeer => ({
  kind: 'openhostd',
  name,
  async open() {
    const target = await openhostdTarget({
      command: ['sh', '-c', script, 'daemon'],
      patience: SOON,
      longestCall: SOON,
      longestStart: SOON,
      longestStop: 500,
    });
    return { target, close: () => target.close() };
  },
});

const url = `oh://${createIdentity().name}/`;
const noKey = `oh://${'y'.repeat(51)}o/`;

export const programPeers: readonly NullPeer[] = [
  program('refuses everything', 'echo no >&2; exit 1'),
  program('accepts everything and ends', `echo ${url}`),
  program('accepts everything and runs on', `echo ${url}; case "$*" in *run) exec sleep 60;; esac`),
  program('is no daemon of its key', `echo ${noKey}`),
  program('says nothing', 'exec sleep 60'),
  program('dies at once', 'kill -9 $$'),
  program('echoes its words', 'echo "$@"'),
  program('talks garbage', 'head -c 2000 /dev/urandom'),
];
