import { defined } from '../../defined.js';
import { needPackages } from '../../optional_package.js';
import { commandOf } from '../command_of.js';
import { environmentOption } from '../environment.js';
import { redactCommand } from '../redacted_command.js';
import { type RunnerPlugin, referencePeers, targetKind } from '../target_kind.js';
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
      ...defined({ longer: patience }),
    });
  },
});

export const tunnel: RunnerPlugin = {
  protocol: 'tunnel',
  examples,
  tools,
  kinds: [program],
  reference: referencePeers({
    provides: ['tunnel'],
    options: {},
    async start() {
      needPackages('@number0/iroh');
      return (await import('./target.js')).tunnelTarget({ name: 'tunnel' });
    },
  }),
  pairing: {
    what: 'tunnel',
    rows: 'out',
    columns: 'in',
    ends: { tunnel: ['row', 'column'] },
    open: async (peers, around) => (await import('./pairing.js')).openTunnelMeetings(peers, around),
  },
  lab: async () => (await import('./lab_shell.js')).labRoom,
  same: async () => (await import('./same_changes.js')).same,
  async wrong() {
    needPackages('@number0/iroh');
    return (await import('./wrong_peers.js')).wrongPeers;
  },
  served: async () => ({ peers: [], raw: [(await import('./served.js')).tunnelEnds] }),
};
