import type { Json } from '../../../reference/structure.js';
import type { Recipe } from '../recipe.js';
import { accepts, form, range, refuses } from './words.js';

const map = (local: number | 'stdio', remote: number, proto = 'tcp'): Json => ({ local, remote, proto });

const accepted = () => [
  ...accepts('TUNNEL-IN-2', [
    ['ports', ['9000:8080'], [map(9000, 8080)], 'A parser that swaps the two opens the wrong local port.'],
    ['tcp', ['9000:8080/tcp'], [map(9000, 8080)], 'Scripts that always name the protocol fail.'],
    ['udp', ['5353:53/udp'], [map(5353, 53, 'udp')], 'A UDP service cannot be reached.'],
    [
      'bounds',
      ['1:65535', '65535:1'],
      [map(1, 65_535), map(65_535, 1)],
      'An off-by-one check rejects the lowest or the highest port.',
    ],
    [
      'several',
      ['9000:80', '9001:80', '-:22'],
      [map(9000, 80), map(9001, 80), map('stdio', 22)],
      'A parser that stops at the first mapping drops the others.',
    ],
    [
      'both-protocols',
      ['53:53', '53:53/udp'],
      [map(53, 53), map(53, 53, 'udp')],
      'A DNS client needs its local port over both protocols.',
    ],
  ]),
  ...accepts('TUNNEL-IN-3', [
    ['stdio', ['-:22'], [map('stdio', 22)], 'ssh cannot use the tunnel as ProxyCommand.'],
    ['stdio-tcp', ['-:22/tcp'], [map('stdio', 22)], 'Scripts that always name the protocol fail.'],
  ]),
];

const rejected = () => [
  ...refuses('mapping/no-colon', 'TUNNEL-IN-2', [
    [
      'no-colon',
      ['8080'],
      'ports',
      'A parser that takes one port for both ends opens a listener that nobody asked for.',
    ],
  ]),
  ...refuses('port/digits', 'TUNNEL-IN-2', [['three', ['1:2:3'], 'ports', form]]),
  ...refuses('port/empty', 'TUNNEL-IN-2', [['no-remote', ['9000:'], 'ports', form]]),
  ...refuses('port/empty', 'TUNNEL-IN-3', [['no-local', [':8080'], 'ports', form]]),
  ...refuses('port/range', 'TUNNEL-IN-3', [['local-65536', ['65536:80'], 'bounds', range]]),
  ...refuses('port/digits', 'TUNNEL-IN-3', [
    ['local-name', ['stdio:80'], 'stdio', 'A second spelling of stdio works with one program only.'],
    ['two-hyphens', ['--:80'], 'stdio', form],
  ]),
  ...refuses('port/range', 'TUNNEL-IN-2', [
    ['remote-zero', ['9000:0'], 'bounds', 'No peer exposes port 0, so every connection would fail.'],
    ['remote-65536', ['9000:65536'], 'bounds', range],
  ]),
  ...refuses('port/digits', 'TUNNEL-IN-2', [
    ['remote-hyphen', ['9000:-'], 'ports', 'Only the local end may be stdio.'],
  ]),
  ...refuses('proto/unknown', 'TUNNEL-IN-2', [
    ['two-protocols', ['5:5/udp/tcp'], 'udp', form],
    ['sctp', ['5:5/sctp'], 'udp', form],
  ]),
  ...refuses('port/digits', 'TUNNEL-IN-2', [
    [
      'proto-local',
      ['5/udp:5'],
      'udp',
      'The protocol belongs behind the remote port, and elsewhere a parser would guess.',
    ],
  ]),
  ...refuses('mapping/second-stdio', 'TUNNEL-IN-8', [
    ['second-stdio', ['-:22', '-:23'], 'stdio', 'Two connections cannot share one stdin.'],
    [
      'stdio-twice',
      ['-:22', '9000:80', '-:22'],
      'several',
      'A check of neighbours alone misses the second stdio mapping.',
    ],
  ]),
  ...refuses('mapping/stdio-udp', 'TUNNEL-IN-9', [
    ['stdio-udp', ['-:53/udp'], 'stdio', 'Stdin and stdout have no packet bounds.'],
  ]),
];

export const mappingRecipe: Recipe = {
  structure: 'tunnel/mapping',
  sections: ['in'],
  drafts: () => [...accepted(), ...rejected()],
};
