/** Section cli: the two commands, and how they end. */
import type { Case } from '../model.js';
import { expectExit, lab, refusal, refused } from './lab_case.js';
import { itself, openTunnel } from './pairing.js';
import { NOT_SERVED } from './whys.js';

export const cli: readonly Case[] = [
  refused({
    id: 'cli/no-command',
    words: () => [],
    why: NOT_SERVED,
    requires: ['TUNNEL-CLI-1', 'TUNNEL-CLI-2'],
    control: 'out/key-on-stderr',
  }),
  refused({
    id: 'cli/unknown-command',
    words: () => ['sideways', '80'],
    why: NOT_SERVED,
    requires: ['TUNNEL-CLI-1', 'TUNNEL-CLI-2'],
    control: 'out/key-on-stderr',
  }),
  ...(
    [
      [
        'SIGTERM',
        'A service manager waits for its whole stop timeout and then kills the program, at each restart.',
      ],
      ['SIGINT', 'Ctrl-C does not end the program, and a second terminal is needed to kill it.'],
    ] as const
  ).map(([name, why]) =>
    lab({
      id: `cli/ends-on-${name.toLowerCase()}`,
      title: `out and in exit on ${name}`,
      why,
      requires: ['TUNNEL-CLI-2'],
      ...refusal('in/ports-in-order'),
      async run({ tunnel, expect }) {
        const { out, into } = await openTunnel(tunnel, itself, await tunnel.freePort());
        into.signal(name);
        expectExit(expect, `in exits within 5 s of ${name}`, await into.exited(5000));
        out.signal(name);
        expectExit(expect, `out exits within 5 s of ${name}`, await out.exited(5000));
      },
    }),
  ),
];
