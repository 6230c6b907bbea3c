import type { EchoRules } from '../../echo/peers/server.js';
import type { Mutant } from '../mutant.js';
import type { PeerMutants } from '../peer_mutants.js';

export const echoMutants: readonly Mutant<EchoRules>[] = [
  {
    id: 'shouts',
    clause: ['ECHO-ANSWER-1'],
    what: 'Sends lines back in capitals.',
    change: (rules) => ({ ...rules, answer: (text) => text.toUpperCase() }),
  },
];

export const echoPeers: PeerMutants = { protocol: 'echo', kinds: { server: echoMutants } };
