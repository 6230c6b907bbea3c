import { homedir } from 'node:os';
import { runTunnel } from '../../reference/tunnel/peers/command.js';
import { type Faults, NO_FAULTS } from '../../reference/tunnel/peers/faults.js';
import { print } from '../output.js';

const HELP = `conform serve tunnel out PORT[/PROTO]...
conform serve tunnel in KEY LOCAL:REMOTE[/PROTO]...

The reference of the tunnel: out offers local ports to peers, in opens them elsewhere by the key that out printed.
PROTO is tcp (the default) or udp. LOCAL is a port, or - for standard input and output.

Environment:
  PUNCH_SECRET_KEY  the key file; ~/.local/share/punch/secret.key unless set; made when there is none
  PUNCH_ALLOW       out: keys that may connect, separated by commas; anybody when it is not set
  PUNCH_RELAY_MODE  default, disabled or the URL of a relay

Examples:
  conform serve tunnel out 8080 5353/udp       prints a key, and offers two ports
  conform serve tunnel in KEY 9000:8080        what listens on 8080 there answers on 9000 here
  conform serve tunnel in KEY -:22             for ProxyCommand of ssh
`;

/** `conform serve tunnel out|in ...`: the words go to the peer as they are, for `-:22` is no option. */
export async function serveTunnel(words: readonly string[], faults: Faults = NO_FAULTS): Promise<never> {
  if (words.some((word) => word === '--help' || word === '-h')) {
    await print(HELP);
    process.exit(0);
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (!faults.has('signals-ignored')) stop.abort();
    });
  const { env, stdin, stdout, stderr } = process;
  stdout.on('error', () => stop.abort());
  stderr.on('error', () => {});
  const exit = await runTunnel(
    words,
    { env, home: env['HOME'] || homedir(), stdin, stdout, stderr, signal: stop.signal },
    faults,
  );
  // Standard input may be open still, and would keep the process.
  process.exit(exit);
}
