import type { Argv } from 'yargs';
import { UsageError } from './command.js';
import { print, tell } from './output.js';
import type { Served, ServeOptions } from './serve/served.js';
import { unknown } from './suggest.js';

/** Reference peers to develop against. A peer adds a line, and a file beside the others. */
const peers: Readonly<Record<string, () => Promise<{ serve(options: ServeOptions): Promise<Served> }>>> = {
  punch: () => import('./serve/punch.js'),
};

export const options = (yargs: Argv): Argv<ServeOptions & { what: string }> =>
  yargs
    .positional('what', { type: 'string', demandOption: true, describe: Object.keys(peers).join(', ') })
    .option('port', { type: 'number', default: 8787, describe: '0 for any that is free' })
    .option('host', { type: 'string', default: '127.0.0.1', describe: 'address to listen on' })
    .option('tls', { type: 'boolean', default: false, describe: 'serve TLS, under an authority of its own' })
    .option('ca-file', { type: 'string', describe: 'where to write that authority, for clients to trust' })
    .option('cert', { type: 'string', describe: 'certificate file, instead of a generated one' })
    .option('key', { type: 'string', describe: 'its private key file' })
    .option('secret', { type: 'string', describe: 'signing secret: text, env:NAME or file:PATH' })
    .option('session', { type: 'string', describe: 'punch: make this session and print its tokens' })
    .example('$0 serve punch --port 0', 'a broker on a free port')
    .example('$0 serve punch --tls --ca-file ca.pem', 'the same over TLS');

/** Serves until it is interrupted. */
export async function run(given: ServeOptions & { what: string }): Promise<number> {
  const load = peers[given.what];
  if (!load) throw new UsageError(unknown('peer', given.what, Object.keys(peers)));
  if ((given.cert === undefined) !== (given.key === undefined))
    throw new UsageError('--cert and --key go together');
  const { serve } = await load();
  const served = await serve(given);
  await print(`${served.lines.join('\n')}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  tell('closing');
  await served.close();
  return 0;
}
