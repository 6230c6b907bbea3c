/** Finds the reference peer that the arguments name, and checks its options. */
import type { OptionTable } from '../runners/options.js';
import type { ServedPeer } from '../runners/served_peer.js';
import { UsageError } from './command.js';
import { unknown } from './suggest.js';

/** Where a peer listens, and which certificate it presents. */
export interface Listening {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly tls?: boolean | undefined;
  readonly 'ca-file'?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

export interface Named {
  readonly peer: ServedPeer;
  /** The words after its name. */
  readonly words: readonly string[];
}

type GivenOptions = Readonly<Record<string, unknown>>;

/** The peer that these words name. Where several match, an option selects one. */
export function namedPeer(
  peers: readonly ServedPeer[],
  said: readonly string[],
  given: GivenOptions,
  raw: readonly string[],
): Named {
  const fitting = peers.filter(({ name }) => name.split(' ').every((word, at) => said[at] === word));
  const peer =
    fitting.find(({ when }) => when !== undefined && given[when] !== undefined) ??
    fitting.find(({ when }) => when === undefined);
  if (peer) return { peer, words: said.slice(peer.name.split(' ').length) };
  const [first = ''] = said;
  const roles = peers.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name.split(' ')[1] ?? ''] : []));
  if (roles.length > 0) {
    throw new UsageError(
      `the role is missing or unknown: conform serve ${first} ${[...new Set(roles)].join('|')}`,
    );
  }
  const known = [...new Set(peers.map(({ name }) => name.split(' ')[0] ?? '')), ...raw];
  throw new UsageError(unknown('peer', first, known));
}

const LISTENING = ['port', 'host'] as const;
const TLS = ['tls', 'ca-file'] as const;
const CERTIFICATE = ['cert', 'key'] as const;
const SHARED = [...LISTENING, ...TLS, ...CERTIFICATE] as const;

/** Rejects an option that the peer ignores. Its user would believe that it has an effect. */
export function checkTaken({ peer, words }: Named, given: GivenOptions, table: OptionTable): void {
  const name = peer.when === undefined ? peer.name : `${peer.name} --${peer.when}`;
  const known: readonly string[] = [
    ...LISTENING.filter((option) => peer.listens.includes(option)),
    ...(peer.tls ? TLS : []),
    ...(peer.tls === 'certificate' ? CERTIFICATE : []),
    ...Object.keys(peer.options),
  ];
  const idle = [...SHARED, ...Object.keys(table)].find(
    (option) => given[option] !== undefined && !known.includes(option),
  );
  if (idle !== undefined) {
    const all = known.map((option) => `--${option}`).join(', ');
    throw new UsageError(`serve ${name} does not take --${idle}; it takes ${all}`);
  }
  const most = peer.words?.most ?? 0;
  if (words.length > most)
    throw new UsageError(`serve ${name} does not take "${words.slice(most).join(' ')}": remove it`);
  checkTls(given);
}

function checkTls(given: GivenOptions): void {
  for (const option of ['ca-file', 'cert', 'key'] as const) {
    if (given[option] !== undefined && !given['tls'])
      throw new UsageError(`--${option} has no effect without --tls: add --tls`);
  }
  if ((given['cert'] === undefined) !== (given['key'] === undefined)) {
    throw new UsageError('--cert and --key go together: give both');
  }
  if (given['cert'] !== undefined && given['ca-file'] !== undefined) {
    throw new UsageError('--ca-file writes an authority that --cert replaces: leave one of them out');
  }
}
