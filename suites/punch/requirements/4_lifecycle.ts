import { clauses } from '../../requirement.js';

export const lifecycle = [
  ...clauses('punch', '4.1', [
    {
      id: 'PUNCH-4.1-1',
      level: 'must',
      text: 'A session is in exactly one of WAITING, READY, CONNECTED, RELAYING and CLOSED.',
    },
    {
      id: 'PUNCH-4.1-2',
      level: 'must',
      text: 'An implementation of 1.0.0 never enters RELAYING.',
    },
  ]),
  ...clauses('punch', '4.2', [
    {
      id: 'PUNCH-4.2-1',
      level: 'must',
      implied: true,
      text: 'A session starts in WAITING and stays there while no stream has its pair.',
    },
    {
      id: 'PUNCH-4.2-2',
      level: 'must',
      implied: true,
      text: 'The session becomes READY when the first of its streams is matched.',
    },
    {
      id: 'PUNCH-4.2-3',
      level: 'must',
      implied: true,
      text: 'The session becomes CONNECTED when a peer reports an active SRT connection.',
    },
    {
      id: 'PUNCH-4.2-4',
      level: 'must',
      implied: true,
      text: 'DELETE by the admin closes the session in any state.',
    },
    {
      id: 'PUNCH-4.2-5',
      level: 'must',
      implied: true,
      text: 'The end of the TTL closes the session in any state.',
    },
    {
      id: 'PUNCH-4.2-6',
      level: 'must',
      text: 'No session leaves CLOSED.',
    },
    {
      id: 'PUNCH-4.2-7',
      level: 'must',
      text: 'Every HTTP operation on a closed session returns 404.',
    },
    {
      id: 'PUNCH-4.2-8',
      level: 'must',
      text: 'The WebSockets of a closed session are closed (with the codes of 8.2, see PUNCH-F01), and no new one stays open.',
    },
  ]),
  ...clauses('punch', '4.3', [
    {
      id: 'PUNCH-4.3-1',
      level: 'must',
      implied: true,
      text: 'The expiry is absolute and set at creation: activity does not move it.',
    },
    {
      id: 'PUNCH-4.3-2',
      level: 'must',
      text: 'A session is closed no later than its expiry.',
    },
    {
      id: 'PUNCH-4.3-3',
      level: 'should',
      implied: true,
      text: 'A session without a requested TTL lives 1800 seconds.',
    },
    {
      id: 'PUNCH-4.3-4',
      level: 'must',
      implied: true,
      text: 'The producer may ask for any TTL up to 86400 seconds, and receives it.',
    },
    {
      id: 'PUNCH-4.3-5',
      level: 'should',
      implied: true,
      text: 'A TTL above 86400 seconds is rejected or cut to the maximum.',
    },
    {
      id: 'PUNCH-4.3-6',
      level: 'should',
      implied: true,
      text: 'A TTL that is not a positive number is rejected.',
    },
  ]),
];
