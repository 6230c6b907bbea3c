import { clauses } from '../../requirement.js';

const live = ['live'];

export const conventions = [
  ...clauses('punch', '1', [
    {
      id: 'PUNCH-1-1',
      level: 'must',
      binds: ['server', 'client'],
      observed: live,
      text: 'Field names of JSON are case-sensitive and encoded as UTF-8.',
    },
    {
      id: 'PUNCH-1-2',
      level: 'must',
      binds: ['server', 'client'],
      observed: live,
      implied: true,
      text: 'JSON bodies and messages are JSON as RFC 8259 has it.',
    },
    {
      id: 'PUNCH-1-3',
      level: 'should',
      binds: ['server'],
      observed: live,
      implied: true,
      text: 'A time value without a unit is in milliseconds: latency is, while ttl and exp say seconds.',
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
      binds: ['server'],
      observed: live,
      text: 'A session may contain several streams.',
    },
    {
      id: 'PUNCH-2-3',
      level: 'must',
      binds: ['server'],
      observed: live,
      implied: true,
      text: 'A stream brokers exactly one pair: a third peer is matched with nobody.',
    },
    {
      id: 'PUNCH-2-4',
      level: 'may',
      binds: ['client', 'server'],
      observed: live,
      text: 'A peer may say whether it means to be sender or receiver; it is brokered without that too.',
    },
    {
      id: 'PUNCH-2-5',
      level: 'must',
      binds: ['server'],
      observed: live,
      implied: true,
      text: 'The admin token lets its holder observe the session, peer_match included, and close it.',
    },
  ]),
];
