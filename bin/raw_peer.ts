import { homedir } from 'node:os';
import type { RawPeer } from '../runners/served_peer.js';
import { print } from './output.js';

/** Runs a peer that parses its own arguments, and ends the program with its exit code. */
export async function runRaw(
  { help, run }: Pick<RawPeer, 'help' | 'run'>,
  words: readonly string[],
  interrupted = (stop: AbortController): void => stop.abort(),
): Promise<never> {
  if (words.some((word) => word === '--help' || word === '-h')) {
    await print(help);
    process.exit(0);
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted(stop));
  const { env, stdin, stdout, stderr } = process;
  stdout.on('error', () => stop.abort());
  stderr.on('error', () => {});
  const exit = await run(words, {
    env,
    home: env['HOME'] || homedir(),
    stdin,
    stdout,
    stderr,
    signal: stop.signal,
  });
  // An open stdin would keep the process alive.
  process.exit(exit);
}
