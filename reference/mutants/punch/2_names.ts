import { isName } from '../../punch/name.js';
import { type Claims, sign } from '../../punch/token.js';
import { type PunchMutant, reading, ruling } from './mutant.js';

/** A broker with another rule for names, also in the tokens of sessions. */
const named = (id: string, what: string, takes: (value: unknown) => boolean): PunchMutant => ({
  id,
  clause: ['PUNCH-2-1'],
  what,
  change: ruling(() => ({
    mint: (claims: Claims, secret: Uint8Array) => sign(Buffer.from(JSON.stringify(claims)), secret),
    isName: (value): value is string => takes(value),
  })),
});

const byPattern = (id: string, what: string, pattern: RegExp): PunchMutant =>
  named(id, what, (value) => typeof value === 'string' && pattern.test(value));

export const names: readonly PunchMutant[] = [
  byPattern('names-of-65', 'A name may have up to 100 characters.', /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
  byPattern('names-below-64', 'A name has 63 characters at most.', /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/),
  byPattern('names-from-two', 'A name has two characters at least.', /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/),
  byPattern('names-with-leading-dot', 'A name may begin with a dot.', /^[A-Za-z0-9._-]{1,64}$/),
  byPattern('names-with-slash', 'A name may have a slash.', /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/),
  byPattern(
    'names-in-any-script',
    'A name may have letters of any script.',
    /^[A-Za-z0-9][\p{L}0-9._-]{0,63}$/u,
  ),
  byPattern('names-of-nothing', 'A name may be empty.', /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})?$/),
  byPattern('names-with-percent', 'A name may have a percent sign.', /^[A-Za-z0-9][A-Za-z0-9._%-]{0,63}$/),
  byPattern('names-by-line', 'A name may have a second line.', /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/m),
  named(
    'names-that-are-numbers',
    'A name may be a number.',
    (value) => isName(value) || typeof value === 'number',
  ),
  {
    id: 'takes-up-and-down-for-one-stream',
    clause: ['PUNCH-2-2'],
    what: 'A register message for the stream down is taken for the stream up.',
    change: ruling((rules) => ({
      streamOf: (claims, session, asked) =>
        claims.stream === 'down' ? 'up' : rules.streamOf(claims, session, asked),
    })),
  },
  {
    id: 'three-peers-in-a-stream',
    clause: ['PUNCH-2-3'],
    what: 'A stream has room for three peers, and each is told of the two others.',
    change: ruling(() => ({
      hasRoom: ({ peers }, member) => peers.includes(member) || peers.length < 3,
      introductions: ({ peers }) =>
        peers.flatMap((told) => peers.filter((peer) => peer !== told).map((about) => [told, about] as const)),
    })),
  },
  {
    id: 'matches-a-peer-with-itself',
    clause: [
      'PUNCH-2-3',
      'PUNCH-6.4-3',
      'PUNCH-6.2-4',
      'PUNCH-9.4-2',
      'PUNCH-1-1',
      'PUNCH-9.1-1',
      'PUNCH-9.1-2',
    ],
    what: 'The first peer of a stream is introduced to itself.',
    change: ruling(() => ({
      introductions: ({ peers: [first, second] }) => {
        if (!first) return [];
        return [
          [first, second ?? first],
          [second ?? first, first],
        ];
      },
    })),
  },
  {
    id: 'refuses-a-role',
    clause: ['PUNCH-2-4'],
    what: 'A register message with a role is rejected.',
    change: reading((text) => text.replace('"role"', '"rolle"')),
  },
];
