/** Section cli: the two commands, and how they end. */
import type { Case } from '../model.js';
import { expectExit, lab, refusal, refused } from './lab_case.js';
import { itself, openTunnel } from './pairing.js';

export const cli: readonly Case[] = [
  refused('cli/no-command', () => [], ['TUNNEL-CLI-1', 'TUNNEL-CLI-2'], 'out/key-on-stderr'),
  refused(
    'cli/unknown-command',
    () => ['sideways', '80'],
    ['TUNNEL-CLI-1', 'TUNNEL-CLI-2'],
    'out/key-on-stderr',
  ),
  ...(['SIGTERM', 'SIGINT'] as const).map((name) =>
    lab(
      `cli/ends-on-${name.toLowerCase()}`,
      `out and in exit on ${name}`,
      ['TUNNEL-CLI-2'],
      refusal('in/ports-in-order'),
      async ({ tunnel, expect }) => {
        const { out, into } = await openTunnel(tunnel, itself, await tunnel.freePort());
        into.signal(name);
        expectExit(expect, `in exits within 5 s of ${name}`, await into.exited(5000));
        out.signal(name);
        expectExit(expect, `out exits within 5 s of ${name}`, await out.exited(5000));
      },
    ),
  ),
];
