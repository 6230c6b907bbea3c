import { clauses } from '../../requirement.js';
import { bindsPeer } from './reasons.js';

const peer = { binds: ['client'], observed: ['none'], excluded: bindsPeer };

export const signalling = [
  ...clauses('punch', '6', [
    {
      id: 'PUNCH-6-1',
      level: 'should',
      implied: true,
      text: 'Messages of the server keep to punch-messages.schema.json, as far as the project has stated it in public.',
    },
    {
      id: 'PUNCH-6-6',
      level: 'must',
      implied: true,
      text: 'Messages keep to the punch-messages.schema.json of the deployment, where it gives its own: that file is normative for them.',
    },
    {
      id: 'PUNCH-6-2',
      level: 'may',
      implied: true,
      text: 'Messages of the server keep to the nodes of that schema that we decided ourselves: advisory.',
    },
    {
      id: 'PUNCH-6-3',
      level: 'should',
      implied: true,
      text: 'A message that the schema does not allow brings an error message and harms no other peer.',
    },
    {
      id: 'PUNCH-6-4',
      level: 'must',
      implied: true,
      text: 'No message of one peer, however malformed, long or frequent, ends the service for others.',
    },
    {
      id: 'PUNCH-6-5',
      level: 'must',
      implied: true,
      text: 'A server may decline compression (RFC 7692). Agreed compression changes no message.',
    },
  ]),
  ...clauses('punch', '6.1', [
    {
      id: 'PUNCH-6.1-1',
      level: 'must',
      binds: ['client', 'server'],
      text: 'The WebSocket of a peer opens at /api/ws/{session} with the token in the query parameter t.',
    },
    {
      id: 'PUNCH-6.1-2',
      level: 'must',
      text: 'The server validates the token before it completes the upgrade: a bad token brings no 101.',
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
      id: 'PUNCH-6.2-2',
      level: 'may',
      text: 'A peer that has not registered within 30 seconds may be closed (with a code of 8.2, see PUNCH-F02), and not earlier.',
    },
    {
      id: 'PUNCH-6.2-3',
      level: 'must',
      implied: true,
      text: 'The peer that registers second receives a peer message with ip, port, localPort, passphrase and latency.',
    },
    {
      id: 'PUNCH-6.2-4',
      level: 'must',
      implied: true,
      text: 'The peer that registered first then receives an equivalent peer message.',
    },
    {
      id: 'PUNCH-6.2-5',
      level: 'must',
      implied: true,
      text: 'Admin observers receive a peer_match message with both endpoints.',
    },
    {
      id: 'PUNCH-6.2-6',
      level: 'must',
      implied: true,
      text: 'Each register message is followed by a session message with the state to every connection of the session.',
    },
    {
      id: 'PUNCH-6.2-7',
      level: 'must',
      implied: true,
      text: 'Each peer receives a start message after both peers of the stream have sent ready.',
    },
    {
      id: 'PUNCH-6.2-8',
      level: 'must',
      implied: true,
      text: 'No start message comes before both peers of the stream have sent ready.',
    },
    {
      id: 'PUNCH-6.2-9',
      level: 'must',
      implied: true,
      text: 'Both peers of a stream receive the same passphrase.',
    },
    {
      ...peer,
      id: 'PUNCH-6.2-10',
      level: 'must',
      text: 'No implementation requires an order between the peer and session messages of one register message.',
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
      id: 'PUNCH-6.3-1',
      level: 'must',
      text: 'A server supports WebSocket ping and pong: a pong has the payload of its ping.',
    },
    {
      id: 'PUNCH-6.3-2',
      level: 'should',
      text: 'A peer that sends nothing for 90 seconds is dead and is closed (with 1011, see PUNCH-F03).',
    },
    {
      id: 'PUNCH-6.3-3',
      level: 'should',
      implied: true,
      text: 'Messages, pings and pongs are traffic: a peer that sends one of them in time is not dead.',
    },
    {
      ...peer,
      id: 'PUNCH-6.3-4',
      level: 'should',
      text: 'A client sends punch.ping every 30 seconds when nothing else flows.',
    },
    {
      id: 'PUNCH-6.3-5',
      level: 'should',
      implied: true,
      text: 'punch.ping brings no error message and no close.',
    },
  ]),
  ...clauses('punch', '6.4', [
    {
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
      id: 'PUNCH-6.4-3',
      level: 'must',
      implied: true,
      text: 'The peer messages of a pair come only after both registrations.',
    },
  ]),
  ...clauses('punch', '6.5', [
    {
      id: 'PUNCH-6.5-1',
      level: 'may',
      text: 'Idle WebSockets may be hibernated.',
      excluded: 'this permits something to the deployment, and the next clause makes it invisible',
      observed: ['none'],
    },
    {
      id: 'PUNCH-6.5-2',
      level: 'must',
      text: 'Hibernation is transparent: an idle connection continues where it was.',
    },
  ]),
];
