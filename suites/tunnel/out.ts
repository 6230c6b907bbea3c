/** Section out: what it takes, and what it says. */
import type { Case } from '../model.js';
import { lab, refused, withKey } from './lab_case.js';
import { itself, tunnel } from './pairing.js';
import { serviceSaying } from './services.js';

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
      ['blank-behind', '80 '],
      ['fraction', '80.5'],
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
      const out = await tunnelLab.start(['out', '8080', '5353/udp'], { home });
      const key = await out.key(tunnelLab.patience);
      expect.that('a public key is on stderr', key !== undefined);
      expect.that('it belongs to the key file', [identity.hex, identity.base32].includes(key ?? ''), {
        observed: key ?? null,
      });
      expect.equal('bytes on stdout', out.stdout().length, 0);
    },
  ),
  lab(
    'out/takes-bounds',
    'the lowest and the highest port are ports, and a protocol may be named',
    ['TUNNEL-OUT-2', 'TUNNEL-OUT-3'],
    async ({ tunnelLab, expect }) => {
      const out = await tunnelLab.start(['out', '1', '1/udp', '65535/tcp', '65535/udp']);
      expect.that('it starts', (await out.key(tunnelLab.patience)) !== undefined);
    },
  ),
  lab(
    'out/peer-killed',
    'a peer that is killed takes nobody along: the next one is served',
    ['TUNNEL-OUT-6'],
    async ({ tunnelLab, expect }) => {
      const service = await serviceSaying(tunnelLab, 'here');
      const { out, into } = await tunnel(tunnelLab, itself, service.port);
      into.signal('SIGKILL');
      await into.exited();
      const next = await (await tunnelLab.into(out.key, [`-:${service.port}`])).exited();
      expect.equal('what the next one hears', Buffer.from(next?.stdout ?? []).toString(), 'here');
    },
  ),
  lab(
    'out/both-protocols',
    'one port may be exposed over both protocols',
    ['TUNNEL-OUT-4', 'TUNNEL-OUT-2'],
    async ({ tunnelLab, expect }) => {
      const out = await tunnelLab.start(['out', '5353', '5353/udp']);
      expect.that('it starts', (await out.key(tunnelLab.patience)) !== undefined);
    },
  ),
];
