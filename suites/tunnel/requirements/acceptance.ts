import { clauses } from '../../requirement.js';

export const acceptance = [
  ...clauses('tunnel', 'acceptance', [
    {
      id: 'TUNNEL-ACCEPTANCE-1',
      alias: 'AC1',
      level: 'must',
      text: 'out exposes the TCP and UDP ports it is given, and prints the public key to stderr.',
    },
    {
      id: 'TUNNEL-ACCEPTANCE-2',
      alias: 'AC2',
      level: 'must',
      binds: ['client'],
      text: 'in with a port mapping opens a listener and forwards to the remote peer.',
    },
    {
      id: 'TUNNEL-ACCEPTANCE-3',
      alias: 'AC3',
      level: 'must',
      binds: ['client'],
      text: 'in with a hyphen as local end bridges stdio to one TCP connection.',
    },
    {
      id: 'TUNNEL-ACCEPTANCE-4',
      alias: 'AC4',
      level: 'must',
      binds: ['server', 'client'],
      text: 'TCP is proxied in both directions, and a FIN is passed on in each.',
    },
    {
      id: 'TUNNEL-ACCEPTANCE-5',
      alias: 'AC5',
      level: 'must',
      binds: ['server', 'client'],
      text: 'UDP is proxied, and each reply goes to the sender that it belongs to.',
    },
    {
      id: 'TUNNEL-ACCEPTANCE-6',
      alias: 'AC6',
      level: 'must',
      text: 'Ports that are not exposed are refused over TCP and silent over UDP.',
    },
    {
      id: 'TUNNEL-ACCEPTANCE-7',
      alias: 'AC7',
      level: 'must',
      text: 'With PUNCH_ALLOW set only listed keys connect.',
    },
    {
      id: 'TUNNEL-ACCEPTANCE-8',
      alias: 'AC8',
      level: 'must',
      binds: ['server', 'client'],
      text: 'Where no key exists at the configured path, a new one is created and stored.',
    },
    {
      id: 'TUNNEL-ACCEPTANCE-9',
      alias: 'AC9',
      level: 'must',
      binds: ['server', 'client'],
      text: 'PUNCH_RELAY_MODE decides how relays are used.',
    },
    {
      id: 'TUNNEL-ACCEPTANCE-10',
      alias: 'AC10',
      level: 'must',
      binds: ['client'],
      text: 'Several mappings of one invocation share one connection.',
    },
  ]),
];
