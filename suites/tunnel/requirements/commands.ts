import { clauses } from '../../requirement.js';

export const commands = [
  ...clauses('tunnel', 'intro', [
    {
      id: 'TUNNEL-INTRO-1',
      level: 'must',
      binds: ['server', 'client'],
      text: 'The forwarding runs on iroh: a peer that speaks iroh and knows the key can connect.',
    },
    {
      id: 'TUNNEL-INTRO-2',
      level: 'must',
      binds: ['server', 'client'],
      observed: ['none'],
      text: 'Connections are end-to-end encrypted.',
      excluded:
        'follows from interoperating over iroh (TUNNEL-INTRO-1), whose transport has no unencrypted mode',
    },
  ]),
  ...clauses('tunnel', 'identity', [
    {
      id: 'TUNNEL-IDENTITY-1',
      level: 'must',
      binds: ['server', 'client'],
      text: 'Each peer has one persistent identity, derived from the secret key on disk.',
    },
    {
      id: 'TUNNEL-IDENTITY-2',
      level: 'must',
      binds: ['server', 'client'],
      text: 'The default path of the key file is ~/.local/share/punch/secret.key.',
    },
    {
      id: 'TUNNEL-IDENTITY-3',
      level: 'must',
      binds: ['server', 'client'],
      text: 'PUNCH_SECRET_KEY names another path.',
    },
    {
      id: 'TUNNEL-IDENTITY-4',
      level: 'must',
      binds: ['server', 'client'],
      text: 'Where no key file exists, the program creates a key and stores it before it proceeds.',
    },
    {
      id: 'TUNNEL-IDENTITY-5',
      level: 'must',
      binds: ['server', 'client'],
      observed: ['vector', 'live'],
      text: 'The public key of the secret key is the only identifier of the peer.',
    },
    {
      id: 'TUNNEL-IDENTITY-6',
      level: 'must',
      binds: ['server', 'client'],
      text: 'The program adds no authentication to that of iroh.',
    },
    {
      id: 'TUNNEL-IDENTITY-7',
      level: 'should',
      binds: ['server', 'client'],
      observed: ['vector', 'live'],
      implied: true,
      text: 'The key file is the 32 bytes of the secret key (TUNNEL-F02).',
    },
    {
      id: 'TUNNEL-IDENTITY-8',
      level: 'should',
      binds: ['server', 'client'],
      implied: true,
      text: 'Only the owner may read a new key file.',
    },
    {
      id: 'TUNNEL-IDENTITY-9',
      level: 'should',
      binds: ['server', 'client'],
      observed: ['vector', 'live'],
      implied: true,
      text: 'A key file of another length is an error, and the file is not changed.',
    },
    {
      id: 'TUNNEL-IDENTITY-10',
      level: 'should',
      binds: ['server', 'client'],
      implied: true,
      text: 'A key file that exists but cannot be read is an error, and does not lead to a new identity.',
    },
    {
      id: 'TUNNEL-IDENTITY-11',
      level: 'should',
      binds: ['server', 'client'],
      implied: true,
      text: 'Programs that start at once on a missing key file have one identity.',
    },
    {
      id: 'TUNNEL-IDENTITY-12',
      level: 'should',
      binds: ['server', 'client'],
      implied: true,
      text: 'The program does not print the secret key.',
    },
  ]),
  ...clauses('tunnel', 'cli', [
    {
      id: 'TUNNEL-CLI-1',
      level: 'must',
      binds: ['server', 'client'],
      text: 'There are two subcommands, out and in.',
    },
    {
      id: 'TUNNEL-CLI-2',
      level: 'should',
      binds: ['server', 'client'],
      implied: true,
      text: 'Wrong usage ends with a non-zero exit code before anything is served.',
    },
  ]),
  ...clauses('tunnel', 'out', [
    {
      id: 'TUNNEL-OUT-1',
      level: 'must',
      text: 'out takes one or more port specs; without any it does not start.',
    },
    {
      id: 'TUNNEL-OUT-2',
      level: 'must',
      observed: ['vector', 'live'],
      text: 'A port spec is a port, optionally followed by a slash and tcp or udp; tcp is the default.',
    },
    {
      id: 'TUNNEL-OUT-3',
      level: 'must',
      observed: ['vector', 'live'],
      text: 'All port specs are parsed and validated, and invalid port numbers are rejected.',
    },
    {
      id: 'TUNNEL-OUT-4',
      level: 'must',
      observed: ['vector', 'live'],
      text: 'Duplicate port specs are rejected.',
    },
    {
      id: 'TUNNEL-OUT-5',
      level: 'must',
      text: 'The public key is printed to stderr at the start.',
    },
    {
      id: 'TUNNEL-OUT-6',
      level: 'must',
      text: 'Traffic of connecting peers is proxied to 127.0.0.1 at each exposed port.',
    },
    {
      id: 'TUNNEL-OUT-7',
      level: 'must',
      text: 'Ports that are not in the expose list are out of reach for every peer.',
    },
    {
      id: 'TUNNEL-OUT-8',
      level: 'should',
      implied: true,
      text: 'Nothing is written to stdout.',
    },
  ]),
];
