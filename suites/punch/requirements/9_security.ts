import { clauses } from '../../requirement.js';
import { keptInside } from './reasons.js';

const inside = { binds: ['operator'], observed: ['none'], excluded: keptInside };

export const security = [
  ...clauses('punch', '9.1', [
    {
      id: 'PUNCH-9.1-1',
      level: 'must',
      implied: true,
      text: 'A token grants what its role and stream imply, and nothing else.',
    },
    {
      id: 'PUNCH-9.1-2',
      level: 'must',
      binds: ['server', 'decoder'],
      observed: ['vector', 'live'],
      text: 'A peer token of one stream is accepted for no other stream.',
    },
    {
      id: 'PUNCH-9.1-3',
      level: 'must',
      binds: ['server', 'decoder'],
      observed: ['vector', 'live'],
      text: 'A peer token is not accepted for admin operations.',
    },
  ]),
  ...clauses('punch', '9.2', [
    {
      id: 'PUNCH-9.2-1',
      level: 'must',
      text: 'Each session has a passphrase of at least 256 bits of secure randomness (observed as long enough to hold them).',
    },
    {
      id: 'PUNCH-9.2-2',
      level: 'must',
      text: 'No passphrase is used in two sessions.',
    },
    {
      ...inside,
      id: 'PUNCH-9.2-3',
      level: 'must',
      text: 'Passphrases are not logged, and not kept beyond the life of the session.',
    },
  ]),
  ...clauses('punch', '9.3', [
    {
      id: 'PUNCH-9.3-1',
      level: 'must',
      text: 'The server sends no client data as UDP: a registered address receives no datagram.',
    },
  ]),
  ...clauses('punch', '9.4', [
    {
      id: 'PUNCH-9.4-1',
      level: 'must',
      text: 'Only the match of a peer in the same stream and the admin of the session receive its coordinates.',
    },
    {
      id: 'PUNCH-9.4-2',
      level: 'should',
      implied: true,
      text: 'The coordinates passed on are those that the peer itself reported (see PUNCH-F06).',
    },
  ]),
  ...clauses('punch', '9.5', [
    {
      id: 'PUNCH-9.5-1',
      level: 'must',
      text: 'Session creation is rate-limited per source address (as PUNCH-5.2-1).',
    },
    {
      id: 'PUNCH-9.5-2',
      level: 'should',
      text: 'The volume of WebSocket messages is rate-limited per token.',
    },
  ]),
  ...clauses('punch', '9.6', [
    {
      id: 'PUNCH-9.6-1',
      level: 'must',
      text: 'All HTTP and WebSocket endpoints are served over TLS 1.2 or higher.',
    },
    {
      id: 'PUNCH-9.6-2',
      level: 'must',
      text: 'No response redirects from https to http.',
    },
  ]),
  ...clauses('punch', '9.7', [
    {
      ...inside,
      id: 'PUNCH-9.7-1',
      level: 'must',
      text: 'Passphrases, admin tokens and stream payloads are not logged.',
    },
    {
      ...inside,
      id: 'PUNCH-9.7-2',
      level: 'may',
      text: 'Peer addresses may be logged for failed authentication and rate limits.',
    },
    {
      ...inside,
      id: 'PUNCH-9.7-3',
      level: 'should',
      text: 'Such logs are kept no longer than operational analysis needs.',
    },
  ]),
];
