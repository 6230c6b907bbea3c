import { clauses } from '../../requirement.js';

export const forwarding = [
  ...clauses('tunnel', 'forwarding', [
    {
      id: 'TUNNEL-FORWARDING-1',
      level: 'must',
      binds: ['server', 'client'],
      text: 'All traffic between two peers flows over a single connection.',
    },
    {
      id: 'TUNNEL-FORWARDING-2',
      level: 'should',
      binds: ['server', 'client'],
      implied: true,
      text: 'That connection is made under the ALPN punch/0 (TUNNEL-F01).',
    },
  ]),
  ...clauses('tunnel', 'tcp', [
    {
      id: 'TUNNEL-TCP-1',
      level: 'must',
      binds: ['server', 'client'],
      text: 'Each proxied TCP connection is a bidirectional byte stream independent of the others.',
    },
    {
      id: 'TUNNEL-TCP-2',
      level: 'must',
      text: 'The server connects to 127.0.0.1 at the port and copies the bytes in both directions.',
    },
    {
      id: 'TUNNEL-TCP-3',
      level: 'must',
      binds: ['server', 'client'],
      text: 'A FIN in one direction closes the write side of that direction, and leaves the other one open.',
    },
    {
      id: 'TUNNEL-TCP-4',
      level: 'must',
      text: 'A stream to a port that is not in the expose list is terminated.',
    },
    {
      id: 'TUNNEL-TCP-5',
      level: 'must',
      text: 'A stream is terminated when the local connection fails.',
    },
    {
      id: 'TUNNEL-TCP-6',
      level: 'should',
      binds: ['server', 'client'],
      observed: ['vector', 'live'],
      implied: true,
      text: 'A stream begins with the remote port in 16 bits, big-endian (TUNNEL-F01).',
    },
    {
      id: 'TUNNEL-TCP-7',
      level: 'should',
      binds: ['server', 'client'],
      implied: true,
      text: 'A slow reader slows its writer down: memory stays bounded on both sides.',
    },
  ]),
  ...clauses('tunnel', 'udp', [
    {
      id: 'TUNNEL-UDP-1',
      level: 'must',
      binds: ['server', 'client'],
      text: 'Each packet is delivered independently, and its bounds are kept.',
    },
    {
      id: 'TUNNEL-UDP-2',
      level: 'must',
      binds: ['server', 'client'],
      text: 'A lost or late packet does not delay any other: UDP stays unreliable and unordered.',
    },
    {
      id: 'TUNNEL-UDP-3',
      level: 'must',
      binds: ['server', 'client'],
      text: 'Replies of the local service reach the sender whose packet they answer.',
    },
    {
      id: 'TUNNEL-UDP-4',
      level: 'must',
      text: 'A packet to a port that is not in the expose list is dropped silently.',
    },
    {
      id: 'TUNNEL-UDP-5',
      level: 'should',
      binds: ['server', 'client'],
      observed: ['vector', 'live'],
      implied: true,
      text: 'A datagram carries flow and port to the server, and the flow back, each in 16 bits big-endian (TUNNEL-F01).',
    },
    {
      id: 'TUNNEL-UDP-6',
      level: 'should',
      binds: ['server', 'client'],
      observed: ['vector', 'live'],
      implied: true,
      text: 'Flow numbers count from 0, wrap around, and skip those in use.',
    },
    {
      id: 'TUNNEL-UDP-7',
      level: 'should',
      binds: ['server', 'client'],
      implied: true,
      text: 'A packet too large for a datagram is dropped, and the connection lives on (TUNNEL-F06).',
    },
  ]),
  ...clauses('tunnel', 'access', [
    {
      id: 'TUNNEL-ACCESS-1',
      level: 'must',
      text: 'Without PUNCH_ALLOW every peer that knows the public key may connect.',
    },
    {
      id: 'TUNNEL-ACCESS-2',
      level: 'must',
      observed: ['vector', 'live'],
      text: 'PUNCH_ALLOW is a comma-separated list of public keys.',
    },
    {
      id: 'TUNNEL-ACCESS-3',
      level: 'must',
      text: 'When the list is set, only the peers in it may connect.',
    },
    {
      id: 'TUNNEL-ACCESS-4',
      level: 'must',
      text: 'Other peers are turned away before anything is proxied for them.',
    },
    {
      id: 'TUNNEL-ACCESS-5',
      level: 'should',
      observed: ['vector', 'live'],
      implied: true,
      text: 'A list with an entry that is no key is an error, never a list that allows all.',
    },
    {
      id: 'TUNNEL-ACCESS-6',
      level: 'should',
      observed: ['vector', 'live'],
      implied: true,
      text: 'A list that is set but empty allows nobody or is an error: it is not the same as no list (TUNNEL-F05).',
    },
    {
      id: 'TUNNEL-ACCESS-7',
      level: 'should',
      implied: true,
      text: 'An entry of the list may be in hex or in base32, like the key of in (TUNNEL-F03).',
    },
    {
      id: 'TUNNEL-ACCESS-8',
      level: 'may',
      implied: true,
      text: 'Blanks around an entry of the list are ignored (TUNNEL-F17).',
    },
  ]),
  ...clauses('tunnel', 'configuration', [
    {
      id: 'TUNNEL-CONFIGURATION-1',
      level: 'must',
      binds: ['server', 'client'],
      observed: ['none'],
      text: 'All configuration is by environment variables; there are no configuration files.',
      excluded: 'that no file is read anywhere cannot be shown; each variable has its own clause',
    },
    {
      id: 'TUNNEL-CONFIGURATION-2',
      level: 'must',
      binds: ['server', 'client'],
      text: 'PUNCH_RELAY_MODE unset, or default, uses the public relays of iroh.',
    },
    {
      id: 'TUNNEL-CONFIGURATION-3',
      level: 'must',
      binds: ['server', 'client'],
      text: 'PUNCH_RELAY_MODE disabled allows direct connections only.',
    },
    {
      id: 'TUNNEL-CONFIGURATION-4',
      level: 'must',
      binds: ['server', 'client'],
      text: 'PUNCH_RELAY_MODE may be the URL of a relay server, which is then used.',
    },
    {
      id: 'TUNNEL-CONFIGURATION-5',
      level: 'should',
      binds: ['server', 'client'],
      implied: true,
      text: 'Any other value of PUNCH_RELAY_MODE is an error.',
    },
  ]),
  ...clauses('tunnel', 'non-goals', [
    {
      id: 'TUNNEL-NON-GOALS-1',
      level: 'must',
      binds: ['server', 'client'],
      text: 'The program works at layer 4 only: bytes pass unchanged, whatever protocol they are.',
    },
  ]),
];
