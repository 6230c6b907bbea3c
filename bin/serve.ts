import type { Argv } from 'yargs';
import { UsageError } from './command.js';
import { print, tell } from './output.js';
import { faults } from './serve/faults.js';
import type { Given, Served, ServeOptions } from './serve/served.js';
import { checkTaken } from './serve/taken.js';
import { unknown } from './suggest.js';
import { readPort, whyNotListening } from './whole.js';

/** Reference peers to develop against. A peer adds a line, and a file beside the others. */
const peers: Readonly<Record<string, () => Promise<{ serve(options: ServeOptions): Promise<Served> }>>> = {
  punch: () => import('./serve/punch.js'),
  openhost: () => import('./serve/openhost.js'),
};

export const options = (yargs: Argv): Argv<Given & { what: string }> =>
  yargs
    .positional('what', { type: 'string', demandOption: true, describe: 'punch, openhost or tunnel' })
    .positional('role', { type: 'string', describe: 'openhost: relay, dht, daemon or client' })
    .positional('action', {
      type: 'string',
      array: true,
      describe: 'openhost client: oh://KEY/; daemon with --config: run, identity show or pair add KEY',
    })
    .option('config', {
      requiresArg: true,
      type: 'string',
      describe: 'openhost daemon: its configuration file',
    })
    .option('port', { requiresArg: true, type: 'number', describe: '0 for any that is free; 8787' })
    .option('host', {
      requiresArg: true,
      type: 'string',
      describe: 'address to listen on; 127.0.0.1',
    })
    .option('tls', { type: 'boolean', describe: 'serve TLS, under an authority of its own' })
    .option('ca-file', {
      requiresArg: true,
      type: 'string',
      describe: 'where to write that authority, for clients to trust',
    })
    .option('cert', {
      requiresArg: true,
      type: 'string',
      describe: 'certificate file, instead of a generated one',
    })
    .option('key', { requiresArg: true, type: 'string', describe: 'its private key file' })
    .option('secret', {
      requiresArg: true,
      type: 'string',
      describe: 'signing secret: text, env:NAME or file:PATH',
    })
    .option('session', {
      requiresArg: true,
      type: 'string',
      describe: 'punch: make this session and print its tokens',
    })
    .option('turnstile', {
      requiresArg: true,
      type: 'string',
      describe: 'punch: create sessions only for this Turnstile token',
    })
    .option('relay', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'openhost: where to publish',
    })
    .option('dht', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe:
        'openhost: HOST:PORT of Mainline DHT nodes to publish to and look at, beside or instead of relays',
    })
    .option('ca', { requiresArg: true, type: 'string', describe: 'openhost: authority of the relay' })
    .option('forward', {
      requiresArg: true,
      type: 'string',
      describe: 'openhost daemon: http://HOST:PORT of the service',
    })
    .option('websocket', {
      requiresArg: true,
      type: 'string',
      array: true,
      describe: 'openhost daemon: path that may be upgraded',
    })
    .option('allow', {
      requiresArg: true,
      type: 'string',
      array: true,
      describe: 'openhost daemon: key of a client',
    })
    .option('dialect', {
      requiresArg: true,
      choices: ['spec', 'deployed'] as const,
      describe: 'openhost: which reading',
    })
    .option('url', { requiresArg: true, type: 'string', describe: 'openhost client: oh://KEY/, as well' })
    .option('put-delay', {
      requiresArg: true,
      type: 'number',
      describe: 'openhost relay: milliseconds before PUT is answered',
    })
    .option('get-delay', {
      requiresArg: true,
      type: 'number',
      describe: 'openhost relay: milliseconds before GET is answered',
    })
    .option('fault', {
      requiresArg: true,
      type: 'string',
      describe: `openhost relay: what it does wrong: ${faults.join(', ')}`,
    })
    .example('$0 serve openhost relay --port 8080', 'a Pkarr relay')
    .example(
      '$0 serve openhost daemon --relay http://127.0.0.1:8080 --forward http://127.0.0.1:3000 --secret x',
      'a daemon that knows the clients of that secret',
    )
    .example('$0 serve punch --port 0', 'a broker on a free port')
    .example('$0 serve punch --tls --ca-file ca.pem', 'the same over TLS')
    .example('$0 serve tunnel out 8080', 'one end of a tunnel; its words are its own: serve tunnel --help');

/** Serves until it is interrupted. */
export async function run(given: Given & { what: string }): Promise<number> {
  const load = peers[given.what];
  if (!load) throw new UsageError(unknown('peer', given.what, [...Object.keys(peers), 'tunnel']));
  checkTaken(given);
  const { port = 8787, host = '127.0.0.1', tls = false } = given;
  const options = { ...given, port: readPort('port', port), host, tls };
  const { serve } = await load();
  const served = await serve(options).catch((error: unknown) => {
    const why = whyNotListening(error);
    throw why === undefined ? error : new UsageError(`--port ${port}, --host ${host}: ${why}`);
  });
  await print(`${served.lines.join('\n')}\n`);
  if (served.over) return 0;
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  tell('closing');
  await served.close();
  return 0;
}
