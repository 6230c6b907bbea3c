/** Reference peers to develop against. */
import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { Miscalled, mergedTable } from '../runners/options.js';
import { servedPeers } from '../runners/registry/served.js';
import type { Served } from '../runners/served_peer.js';
import { UsageError } from './command.js';
import { readPort, whyNotListening } from './integer_option.js';
import { declared, picked, readBy, type Written } from './option_forms.js';
import { number, string } from './options.js';
import { print, tell } from './output.js';
import { identityFor, writeAuthority } from './serve_tls.js';
import { checkTaken, type Listening, type Named, namedPeer } from './served_peers.js';

export type Given = {
  readonly what: string;
  readonly role?: string;
  readonly action?: string[];
} & Listening &
  Readonly<Record<string, unknown>>;

const { peers, raw } = await servedPeers();
const table = mergedTable(peers.map(({ options: own }) => own));
const whatOf = (name: string): string => name.split(' ')[0] ?? '';

/** `PROTOCOL: relay, daemon` for each protocol that has roles. */
const roles = [...new Set(peers.map(({ name }) => whatOf(name)))].flatMap((what) => {
  const own = peers.flatMap(({ name }) => (name.startsWith(`${what} `) ? [name.slice(what.length + 1)] : []));
  return own.length > 0 ? [`${what}: ${[...new Set(own)].join(', ')}`] : [];
});

export const options = (yargs: Argv): Argv<Given> => {
  const declaredAll = yargs
    .positional('what', {
      type: 'string',
      demandOption: true,
      describe: [...new Set([...peers, ...raw].map(({ name }) => whatOf(name)))].join(', '),
    })
    .positional('role', { type: 'string', describe: roles.join('; ') })
    .positional('action', {
      type: 'string',
      array: true,
      describe: peers.flatMap(({ words }) => words?.describe ?? []).join('; '),
    })
    .option('port', number('port to listen on; any free one by default'))
    .option('host', string('address to listen on; default 127.0.0.1'))
    .option('tls', { type: 'boolean', describe: 'serve TLS, with a generated certificate authority' })
    .option('ca-file', string('file for the certificate of that authority, for clients to trust'))
    .option('cert', string('certificate file, instead of a generated one'))
    .option('key', string('private key file of --cert'))
    .options(declared(table));
  const examples = [...peers.flatMap((peer) => peer.examples), ...raw.map(({ example }) => example)];
  return examples.reduce<Argv>(
    (argv, [words, what]) => argv.example(`$0 serve ${words}`, what),
    declaredAll,
  ) as Argv<Given>;
};

/** Serves until it is interrupted. */
export async function run(given: Given): Promise<number> {
  const said = [given.what, ...(given.role === undefined ? [] : [given.role]), ...(given.action ?? [])];
  const named = namedPeer(
    peers,
    said,
    given,
    raw.map(({ name }) => name),
  );
  checkTaken(named, given, table);
  const served = await started(named, given);
  if (served.ca !== undefined) writeAuthority(given['ca-file'], served.ca);
  await print(`${served.lines.join('\n')}\n`);
  if (served.over) return 0;
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  tell('closing');
  await served.close();
  return EXIT.green;
}

async function started({ peer, words }: Named, given: Given): Promise<Served> {
  const { port = 0, host = '127.0.0.1', tls = false } = given;
  const written = picked(peer.options, (name) => given[name] as Written | undefined);
  const around = { port: readPort('port', port), host, tls, words, log: tell };
  try {
    const identity = peer.tls === 'certificate' ? identityFor({ ...given, host }) : undefined;
    return await peer.start(readBy(peer.options, written), { ...around, identity });
  } catch (error) {
    if (error instanceof Miscalled) throw new UsageError(error.message);
    const why = whyNotListening(error);
    throw why === undefined ? error : new UsageError(`--port ${port}, --host ${host}: ${why}`);
  }
}
