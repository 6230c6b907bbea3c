/** Section out: what it takes, and what it says. */
import type { Case } from '../model.js';
import { lab, refused, withKey } from './lab_case.js';

export const out: readonly Case[] = [
  refused('out/no-spec', () => ['out'], ['TUNNEL-OUT-1']),
  ...(
    [
      ['zero', '0'],
      ['too-high', '65536'],
      ['wraps', '73616'],
      ['negative', '-1'],
      ['empty', ''],
      ['blank', ' 80'],
      ['name', 'http'],
      ['unknown-proto', '80/sctp'],
      ['no-proto', '80/'],
      ['two-protocols', '5/udp/tcp'],
    ] as const
  ).map(([slug, spec]) => refused(`out/refuses-${slug}`, () => ['out', spec], ['TUNNEL-OUT-3'])),
  refused('out/refuses-leading-zero', () => ['out', '080'], ['TUNNEL-OUT-3'], {}, 'may'),
  refused('out/refuses-duplicate', () => ['out', '80', '80'], ['TUNNEL-OUT-4']),
  refused('out/refuses-duplicate-spelled', () => ['out', '80', '80/tcp'], ['TUNNEL-OUT-4']),
  lab(
    'out/key-on-stderr',
    'the public key is on stderr, and stdout is empty',
    ['TUNNEL-OUT-5', 'TUNNEL-OUT-8', 'TUNNEL-ACCEPTANCE-1'],
    async ({ tunnelLab, expect }) => {
      const identity = tunnelLab.identity();
      const home = await tunnelLab.home(withKey(identity.secret));
      const out = await tunnelLab.out(['8080', '5353/udp'], { home });
      expect.that('the key belongs to the key file', [identity.hex, identity.base32].includes(out.key), {
        observed: out.key,
      });
      expect.equal('bytes on stdout', out.stdout().length, 0);
    },
  ),
  lab(
    'out/both-protocols',
    'one port may be exposed over both protocols',
    ['TUNNEL-OUT-4', 'TUNNEL-OUT-2'],
    async ({ tunnelLab, expect }) => {
      const out = await tunnelLab.out(['5353', '5353/udp']);
      expect.that('it runs', out.key !== '');
    },
  ),
];
