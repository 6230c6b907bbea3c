import { clauses } from '../../requirement.js';

export const conventions = [
  ...clauses('punch', '1', [
    {
      id: 'PUNCH-1-1',
      level: 'must',
      binds: ['server', 'client'],
      text: 'Field names of JSON are case-sensitive and encoded as UTF-8.',
    },
    {
      id: 'PUNCH-1-2',
      level: 'must',
      binds: ['server', 'client'],
      implied: true,
      text: 'JSON bodies and messages follow RFC 8259.',
    },
    {
      id: 'PUNCH-1-3',
      level: 'should',
      implied: true,
      text: 'A time value without a unit is in milliseconds: latency is; ttl and exp are in seconds.',
    },
  ]),
  ...clauses('punch', '2', [
    {
      id: 'PUNCH-2-1',
      level: 'must',
      binds: ['server', 'decoder'],
      observed: ['vector', 'live'],
      implied: true,
      text: 'A session name is one letter or digit and up to 63 letters, digits, dots, underscores and hyphens.',
    },
    {
      id: 'PUNCH-2-2',
      level: 'may',
      text: 'A session may contain several streams.',
    },
    {
      id: 'PUNCH-2-3',
      level: 'must',
      implied: true,
      text: 'A stream matches exactly one pair. A third peer is not matched.',
    },
    {
      id: 'PUNCH-2-4',
      level: 'may',
      binds: ['client', 'server'],
      text: 'A peer may advertise the role sender or receiver. A peer without a role is matched too.',
    },
    {
      id: 'PUNCH-2-5',
      level: 'must',
      implied: true,
      text: 'The admin token allows its holder to observe the session, peer_match included, and to close it.',
    },
  ]),
];
