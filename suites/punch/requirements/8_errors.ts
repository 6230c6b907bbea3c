import { clauses } from '../../requirement.js';
import { bindsPeer } from './reasons.js';

export const errors = [
  ...clauses('punch', '8.1', [
    {
      id: 'PUNCH-8.1-1',
      level: 'must',
      text: 'An HTTP error response has a JSON body with the members error and message.',
    },
    {
      id: 'PUNCH-8.1-2',
      level: 'must',
      text: 'The code in error is one that Error.error of openapi.yaml enumerates.',
    },
  ]),
  ...clauses('punch', '8.2', [
    {
      id: 'PUNCH-8.2-1',
      level: 'must',
      text: 'A normal shutdown, by DELETE or by TTL, closes the WebSockets with 1000.',
    },
    {
      id: 'PUNCH-8.2-2',
      level: 'must',
      text: 'An internal error, or the sweep of a dead peer, closes the WebSocket with 1011.',
    },
    {
      id: 'PUNCH-8.2-3',
      level: 'must',
      text: 'An implementation of 1.0.0 closes with 1000 and 1011 only, never with 4xxx.',
    },
    {
      id: 'PUNCH-8.2-4',
      level: 'must',
      binds: ['client'],
      observed: ['none'],
      text: 'Clients of 1.0.0 do not rely on close codes in the 4xxx range.',
      excluded: bindsPeer,
    },
    {
      id: 'PUNCH-8.2-5',
      level: 'may',
      observed: ['none'],
      text: 'Implementations of a later version may close with 4xxx.',
      excluded: 'this binds versions that do not exist yet',
    },
    {
      id: 'PUNCH-8.2-6',
      level: 'should',
      implied: true,
      text: 'Where possible, an error message with the reason comes before an abnormal close.',
    },
  ]),
];
