/** Section cli: the two commands, and how they end. */
import type { Case } from '../model.js';
import { lab, refused } from './lab_case.js';
import { itself, tunnel } from './pairing.js';

export const cli: readonly Case[] = [
  refused('cli/no-command', () => [], ['TUNNEL-CLI-1', 'TUNNEL-CLI-2']),
  refused('cli/unknown-command', () => ['sideways', '80'], ['TUNNEL-CLI-1', 'TUNNEL-CLI-2']),
  ...(['SIGTERM', 'SIGINT'] as const).map((name) =>
    lab(
      `cli/ends-on-${name.toLowerCase()}`,
      `out and in leave on ${name}`,
      ['TUNNEL-CLI-2'],
      async ({ tunnelLab, expect }) => {
        const { out, into } = await tunnel(tunnelLab, itself, await tunnelLab.freePort());
        into.signal(name);
        expect.that('in leaves', (await into.exited(5000)) !== undefined);
        out.signal(name);
        expect.that('out leaves', (await out.exited(5000)) !== undefined);
      },
    ),
  ),
];
