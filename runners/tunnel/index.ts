import { commandOf } from '../command_of.js';
import { environmentOption } from '../environment.js';
import { redactCommand } from '../redacted_command.js';
import { type RunnerPlugin, targetKind } from '../target_kind.js';
import { examples } from './examples.js';
import { tools } from './tools.js';

const program = targetKind({
  schemes: ['tunnel'],
  forms: [
    ['tunnel:COMMAND', 'a punch-over-iroh program, started as out and in (needs Linux, unshare and ip)'],
  ],
  options: environmentOption,
  async open(text, { env }, { patience }) {
    const command = commandOf(text, 'tunnel');
    const { anchored, tunnelTarget } = await import('./target.js');
    return tunnelTarget({
      name: redactCommand(text).shown,
      command: anchored(command),
      env,
      longer: patience,
    });
  },
});

export const tunnel: RunnerPlugin = {
  protocol: 'tunnel',
  examples,
  tools,
  kinds: [program],
  packages: ['@number0/iroh'],
  reference: {
    provides: ['tunnel'],
    options: {},
    start: async () => (await import('./target.js')).tunnelTarget({ name: 'tunnel' }),
  },
  pairing: {
    what: 'tunnel',
    rows: 'out',
    columns: 'in',
    ends: { tunnel: ['row', 'column'] },
    open: async (peers, around) => (await import('./pairing.js')).openTunnelMeetings(peers, around),
  },
  lab: () => import('./lab_shell.js'),
  same: () => import('./same_changes.js'),
  wrong: () => import('./wrong_peers.js'),
  served: () => import('./served.js'),
};
