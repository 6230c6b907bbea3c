import { UsageError } from '../command.js';
import type { Given, ServeOptions } from './served.js';

type Option = Exclude<keyof ServeOptions, 'role' | 'action'>;

type Peer = keyof typeof words;

/** The peers, and how many words may follow each at the most. */
const words = {
  punch: 0,
  'openhost relay': 0,
  'openhost dht': 0,
  'openhost daemon': 0,
  'openhost daemon --config': 3,
  'openhost client': 1,
} as const;

const ends = ['openhost daemon', 'openhost client'] as const;

/** Who makes something of each option. */
const takers: Readonly<Record<Option, readonly Peer[]>> = {
  port: ['punch', 'openhost relay', 'openhost dht', 'openhost client'],
  host: ['punch', 'openhost relay'],
  tls: ['punch', 'openhost relay'],
  'ca-file': ['punch', 'openhost relay'],
  cert: ['punch'],
  key: ['punch'],
  session: ['punch'],
  turnstile: ['punch'],
  secret: ['punch', ...ends],
  'put-delay': ['openhost relay'],
  'get-delay': ['openhost relay'],
  fault: ['openhost relay'],
  relay: ends,
  dht: ['openhost dht', ...ends],
  ca: [...ends, 'openhost daemon --config'],
  dialect: ends,
  forward: ['openhost daemon'],
  websocket: ['openhost daemon'],
  allow: ['openhost daemon'],
  config: ['openhost daemon --config'],
  url: ['openhost client'],
};
const options = Object.keys(takers) as Option[];

/** Whoever gives an option believes that it does something. */
export function checkTaken(given: Given & { readonly what: string }): void {
  const peer = peerOf(given);
  // What is unknown is said by who looks for it.
  if (!isPeer(peer)) return;
  const idle = options.find((option) => given[option] !== undefined && !takers[option].includes(peer));
  if (idle !== undefined) {
    const known = options.filter((option) => takers[option].includes(peer)).map((option) => `--${option}`);
    throw new UsageError(`serve ${peer} takes no --${idle}; it takes ${known.join(', ')}`);
  }
  const said = [...(given.what === 'openhost' || !given.role ? [] : [given.role]), ...(given.action ?? [])];
  if (said.length > words[peer]) {
    throw new UsageError(`serve ${peer} takes no "${said.slice(words[peer]).join(' ')}"`);
  }
  for (const option of ['ca-file', 'cert', 'key'] as const) {
    if (given[option] !== undefined && !given.tls) throw new UsageError(`--${option} goes with --tls`);
  }
  if ((given.cert === undefined) !== (given.key === undefined)) {
    throw new UsageError('--cert and --key go together');
  }
  if (given.cert !== undefined && given['ca-file'] !== undefined) {
    throw new UsageError('--ca-file is for the authority that is made where no --cert is given');
  }
}

const isPeer = (name: string): name is Peer => Object.hasOwn(words, name);

function peerOf({ what, role, config }: Given & { readonly what: string }): string {
  if (what !== 'openhost') return what;
  return `openhost ${role}${role === 'daemon' && config !== undefined ? ' --config' : ''}`;
}
