import type { Json } from '../../../reference/structure.js';
import type { Recipe } from '../recipe.js';
import { accepts, form, range, refuses } from './words.js';

const tcp = (port: number): Json => ({ port, proto: 'tcp' });
const udp = (port: number): Json => ({ port, proto: 'udp' });

const accepted = () => [
  ...accepts('TUNNEL-OUT-2', [
    ['port', ['8080'], [tcp(8080)], 'A parser without a default rejects the most common form.'],
    ['tcp', ['8080/tcp'], [tcp(8080)], 'Scripts that always name the protocol fail.'],
    ['udp', ['5353/udp'], [udp(5353)], 'A UDP service cannot be reached.'],
    ['lowest', ['1'], [tcp(1)], 'An off-by-one check rejects the lowest port.'],
    [
      'highest',
      ['65535'],
      [tcp(65_535)],
      'An off-by-one check or a signed 16-bit number rejects the highest port.',
    ],
    [
      'several',
      ['8080', '5353/udp', '22'],
      [tcp(8080), udp(5353), tcp(22)],
      'A parser that stops at the first spec exposes one port of three.',
    ],
    [
      'both-protocols',
      ['53', '53/udp'],
      [tcp(53), udp(53)],
      'A DNS server needs its port over both protocols (TUNNEL-F09).',
    ],
  ]),
];

const rejected = () => [
  ...refuses('port-spec/none', 'TUNNEL-OUT-2', [
    ['none', [], 'port', 'An empty variable in a script leaves a program running that exposes nothing.'],
  ]),
  ...refuses('port/range', 'TUNNEL-OUT-3', [
    ['zero', ['0'], 'lowest', 'Nobody can connect to port 0.'],
    ['65536', ['65536'], 'highest', range],
    ['73616', ['73616'], 'port', range],
    ['2-to-32', ['4294967376'], 'port', range],
  ]),
  ...refuses('port/digits', 'TUNNEL-OUT-3', [['negative', ['-1'], 'lowest', form]]),
  ...refuses('port/empty', 'TUNNEL-OUT-3', [
    ['empty', [''], 'port', 'A script with an unset variable passes an empty text.'],
  ]),
  ...refuses('port/digits', 'TUNNEL-OUT-3', [
    ['blank', ['80 '], 'port', form],
    ['fraction', ['80.5'], 'port', form],
    ['hex', ['0x50'], 'port', form],
    ['name', ['http'], 'port', 'Service names stand for different ports on different machines.'],
    [
      'range',
      ['80-90'],
      'port',
      'A parser that reads the first number exposes one port where the user meant eleven.',
    ],
    [
      'second-wrong',
      ['8080', 'x'],
      'several',
      'A parser that validates only the first spec starts with a port missing.',
    ],
  ]),
  ...refuses('proto/unknown', 'TUNNEL-OUT-2', [['no-proto', ['80/'], 'tcp', form]]),
  ...refuses('port/empty', 'TUNNEL-OUT-2', [['no-port', ['/udp'], 'udp', form]]),
  ...refuses('proto/unknown', 'TUNNEL-OUT-2', [
    ['sctp', ['80/sctp'], 'tcp', form],
    ['two-protocols', ['5/udp/tcp'], 'udp', form],
  ]),
  ...refuses('port-spec/duplicate', 'TUNNEL-OUT-4', [
    ['duplicate', ['80', '80'], 'both-protocols', 'A port that is listed twice hides a typo.'],
    [
      'duplicate-spelled',
      ['80', '80/tcp'],
      'both-protocols',
      '80 and 80/tcp are the same port, and comparing the texts misses that.',
    ],
    [
      'duplicate-udp',
      ['80/udp', '22', '80/udp'],
      'several',
      'A check of neighbours alone misses this duplicate.',
    ],
  ]),
];

export const portSpecRecipe: Recipe = {
  structure: 'tunnel/port-spec',
  sections: ['out'],
  drafts: () => [...accepted(), ...rejected()],
};
