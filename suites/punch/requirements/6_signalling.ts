import { clauses } from '../../requirement.js';
import { bindsPeer } from './reasons.js';

const server = { binds: ['server'], observed: ['live'] };
const peer = { binds: ['client'], observed: ['none'], excluded: bindsPeer };

export const signalling = [
  ...clauses('punch', '6', [
    {
      ...server,
      id: 'PUNCH-6-1',
      level: 'should',
      implied: true,
      text: 'Messages of the server keep to punch-messages.schema.json, as far as the project has stated it in public.',
    },
    {
      ...server,
      id: 'PUNCH-6-6',
      level: 'must',
      implied: true,
      text: 'Messages keep to the punch-messages.schema.json of the deployment, where it gives its own: that file is normative for them.',
    },
    {
      ...server,
      id: 'PUNCH-6-2',
      level: 'may',
      implied: true,
      text: 'Messages of the server keep to the nodes of that schema that we decided ourselves: advisory.',
    },
    {
      ...server,
      id: 'PUNCH-6-3',
      level: 'should',
      implied: true,
      text: 'A message that the schema does not allow is answered with an error message, and harms no other peer.',
    },
    {
      ...server,
      id: 'PUNCH-6-4',
      level: 'must',
      implied: true,
      text: 'What one peer sends, however malformed, long or frequent, does not end the service for others.',
    },
    {
      ...server,
      id: 'PUNCH-6-5',
      level: 'must',
      implied: true,
      text: 'Compression of messages (RFC 7692) may be declined; once it was agreed on, it changes no message.',
    },
  ]),
  ...clauses('punch', '6.1', [
    {
      id: 'PUNCH-6.1-1',
      level: 'must',
      binds: ['client', 'server'],
      observed: ['live'],
      text: 'The WebSocket of a peer opens at /api/ws/{session} with the token in the query parameter t.',
    },
    {
      ...server,
      id: 'PUNCH-6.1-2',
      level: 'must',
      text: 'The token is validated before the upgrade is completed: with a bad one there is no 101.',
    },
  ]),
  ...clauses('punch', '6.2', [
    {
      ...peer,
      id: 'PUNCH-6.2-1',
      level: 'should',
      text: 'A peer registers within 30 seconds of the upgrade.',
    },
    {
      ...server,
      id: 'PUNCH-6.2-2',
      level: 'may',
      text: 'A peer that has not registered in that window may be closed (with a code of 8.2, see PUNCH-F02), not earlier.',
    },
    {
      ...server,
      id: 'PUNCH-6.2-3',
      level: 'must',
      implied: true,
      text: 'Whoever registers second is sent a peer message: ip, port, localPort, passphrase, latency of the pair.',
    },
    {
      ...server,
      id: 'PUNCH-6.2-4',
      level: 'must',
      implied: true,
      text: 'Whoever registered first is then sent an equivalent peer message.',
    },
    {
      ...server,
      id: 'PUNCH-6.2-5',
      level: 'must',
      implied: true,
      text: 'Admin observers are sent a peer_match message with both endpoints.',
    },
    {
      ...server,
      id: 'PUNCH-6.2-6',
      level: 'must',
      implied: true,
      text: 'Every register is followed by a session message with the state, to every connection of the session.',
    },
    {
      ...server,
      id: 'PUNCH-6.2-7',
      level: 'must',
      implied: true,
      text: 'When both peers of the stream have said ready, each is sent a start message.',
    },
    {
      ...server,
      id: 'PUNCH-6.2-8',
      level: 'must',
      implied: true,
      text: 'No start message is sent before both peers of the stream have said ready.',
    },
    {
      ...server,
      id: 'PUNCH-6.2-9',
      level: 'must',
      implied: true,
      text: 'The passphrase is shared: both peers of a stream are given the same one.',
    },
    {
      ...peer,
      id: 'PUNCH-6.2-10',
      level: 'must',
      text: 'Nobody requires an order between the peer and session messages that one register causes.',
    },
    {
      ...peer,
      id: 'PUNCH-6.2-11',
      level: 'must',
      text: 'Clients handle the peer and the session message in either order.',
    },
  ]),
  ...clauses('punch', '6.3', [
    {
      ...server,
      id: 'PUNCH-6.3-1',
      level: 'must',
      text: 'WebSocket ping and pong are supported: a ping is answered with its own payload.',
    },
    {
      ...server,
      id: 'PUNCH-6.3-2',
      level: 'should',
      text: 'A peer of which nothing was seen for 90 seconds is treated as dead and closed (with 1011, see PUNCH-F03).',
    },
    {
      ...server,
      id: 'PUNCH-6.3-3',
      level: 'should',
      implied: true,
      text: 'Messages, pings and pongs all count as life: who sends any of them in time is not treated as dead.',
    },
    {
      ...peer,
      id: 'PUNCH-6.3-4',
      level: 'should',
      text: 'A client sends punch.ping every 30 seconds when nothing else flows.',
    },
    {
      ...server,
      id: 'PUNCH-6.3-5',
      level: 'should',
      implied: true,
      text: 'punch.ping is accepted: it brings no error and no close.',
    },
  ]),
  ...clauses('punch', '6.4', [
    {
      ...server,
      id: 'PUNCH-6.4-1',
      level: 'must',
      text: 'Within one WebSocket the messages come in the order of the events that caused them.',
    },
    {
      ...peer,
      id: 'PUNCH-6.4-2',
      level: 'must',
      text: 'Clients assume no order between the registrations of different peers.',
    },
    {
      ...server,
      id: 'PUNCH-6.4-3',
      level: 'must',
      implied: true,
      text: 'The peer messages of a pair come only after both registrations.',
    },
  ]),
  ...clauses('punch', '6.5', [
    {
      ...server,
      id: 'PUNCH-6.5-1',
      level: 'may',
      text: 'Idle WebSockets may be hibernated.',
      excluded: 'a permission to the deployment: whether it uses it cannot be seen, by the next clause',
      observed: ['none'],
    },
    {
      ...server,
      id: 'PUNCH-6.5-2',
      level: 'must',
      text: 'Hibernation is transparent: a connection that was idle goes on where it was.',
    },
  ]),
];
