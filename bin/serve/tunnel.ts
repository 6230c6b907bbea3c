import { homedir } from 'node:os';
import { runTunnel } from '../../reference/tunnel/peers/command.js';
import { type Faults, NO_FAULTS } from '../../reference/tunnel/peers/faults.js';

/** `conform serve tunnel out|in ...`: the words go to the peer as they are, for `-:22` is no option. */
export async function serveTunnel(words: readonly string[], faults: Faults = NO_FAULTS): Promise<never> {
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
