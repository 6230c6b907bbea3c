/** `--trace` and `--patience` also apply inside the lab, which is another network and another process. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { quoteWord } from '../runners/exec/words.js';
import { builtFile } from '../runners/tunnel/built_file.js';
import { labRefused } from '../runners/tunnel/namespaces.js';
import { PATIENCE } from '../runners/tunnel/programs.js';

/** As `out` it does not pass on a FIN to the service, so the client waits for an answer that never comes. */
const program = [process.execPath, builtFile('checks/tunnel_mutant.js'), 'no-fin-to-service'];
const CASE = 'tunnel/tcp/half-close';
const LONGER = 1.2;
const refused = await labRefused();

it.skipIf(refused !== undefined)('shows each step of a case in the lab, and waits longer there', async () => {
  const words = ['run', '--quiet', '--trace', '--patience', String(LONGER), '--only', CASE];
  const target = ['--target', `tunnel:${program.map((word) => quoteWord(word)).join(' ')}`];
  const run = spawn(process.execPath, [builtFile('bin/entry.js'), ...words, ...target], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => run.once('close', resolve));
  const steps: string[] = [];
  let waited: number | undefined;
  for await (const line of createInterface({ input: run.stderr })) {
    steps.push(line);
    const ms = /tunnel\.dial\.rest returns .* after (\d+) ms$/.exec(line)?.[1];
    if (ms === undefined || waited !== undefined) continue;
    waited = Number(ms);
    run.kill('SIGINT');
  }
  expect(await ended).toBe(130);
  const told = steps.join('\n');
  for (const step of ['tunnel.out(', 'tunnel.into(', 'tunnel.dial.send(bytes 68616c66206f66206974)'])
    expect(told).toContain(`${CASE}  ${step}`);
  expect(waited).toBeGreaterThanOrEqual(LONGER * PATIENCE);
});
