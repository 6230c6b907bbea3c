/** Section out: what it takes, and what it says. */
import type { Case, Expect } from '../model.js';
import { lab, refused, SERVICE, withKey } from './lab_case.js';
import { itself, openTunnel, text, textOf } from './pairing.js';
import type { Running, TunnelLab } from './port.js';
import { replyTo, serviceSaying } from './services.js';

/** Starts `out`, which has to print a key, and `in` for these mappings. */
async function serves(
  { tunnel, expect }: { readonly tunnel: TunnelLab; readonly expect: Expect },
  specs: readonly string[],
  mappings: readonly string[],
): Promise<void> {
  const out = await tunnel.start(['out', ...specs]);
  await printsKey(expect, out, tunnel.patience);
  await tunnel.into(await tunnel.reachable(out), mappings);
}

async function printsKey(expect: Expect, out: Running, within: number): Promise<string> {
  const told = await out.printedKey(within);
  const key = typeof told === 'string' ? told : told.key;
  expect.that('a public key is on stderr', typeof told !== 'string', {
    expected: 'a key in hex or base32',
    observed: key,
  });
  return key;
}

export const out: readonly Case[] = [
  refused('out/no-spec', () => ['out'], ['TUNNEL-OUT-1'], 'out/key-on-stderr'),
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
  ).map(([slug, spec]) =>
    refused(`out/refuses-${slug}`, () => ['out', spec], ['TUNNEL-OUT-3'], 'out/takes-bounds'),
  ),
  refused('out/refuses-leading-zero', () => ['out', '080'], ['TUNNEL-OUT-3'], 'out/takes-bounds', {
    level: 'may',
  }),
  refused('out/refuses-duplicate', () => ['out', '80', '80'], ['TUNNEL-OUT-4'], 'out/both-protocols'),
  refused(
    'out/refuses-duplicate-spelled',
    () => ['out', '80', '80/tcp'],
    ['TUNNEL-OUT-4'],
    'out/both-protocols',
  ),
  lab(
    'out/key-on-stderr',
    'out prints the public key of its key file to stderr and nothing to stdout',
    ['TUNNEL-OUT-5', 'TUNNEL-OUT-8', 'TUNNEL-ACCEPTANCE-1'],
    SERVICE,
    async ({ tunnel, expect }) => {
      const identity = tunnel.identity();
      const home = await tunnel.home(withKey(identity.secret));
      const service = await serviceSaying(tunnel, 'here');
      const out = await tunnel.start(['out', `${service.port}`, '5353/udp'], { home });
      const key = await printsKey(expect, out, tunnel.patience);
      expect.that('it belongs to the key file', [identity.hex, identity.base32].includes(key), {
        expected: `${identity.hex} or ${identity.base32}`,
        observed: key,
      });
      expect.equal('bytes on stdout', out.stdout().length, 0);
      // A peer that was served since shows that it had the time to print more.
      const peer = await tunnel.into(await tunnel.reachable(out), [`-:${service.port}`]);
      await peer.printed('here'.length);
      expect.equal('bytes on stdout when a peer has come', out.stdout().length, 0);
    },
  ),
  lab(
    'out/takes-bounds',
    'out accepts ports 1 and 65535, with and without a protocol, and serves them',
    ['TUNNEL-OUT-2', 'TUNNEL-OUT-3'],
    SERVICE,
    async ({ tunnel, expect }) => {
      await serviceSaying(tunnel, 'lowest', 1);
      await serviceSaying(tunnel, 'highest', 65535);
      const [low, high] = [await tunnel.freePort(), await tunnel.freePort()];
      const specs = ['1', '1/udp', '65535/tcp', '65535/udp'];
      await serves({ tunnel, expect }, specs, [`${low}:1`, `${high}:65535`]);
      expect.equal('port 1 says', await replyTo(await tunnel.dial(low), ''), 'lowest');
      expect.equal('port 65535 says', await replyTo(await tunnel.dial(high), ''), 'highest');
    },
  ),
  lab(
    'out/peer-killed',
    'out serves the next peer after it lost one to SIGKILL',
    ['TUNNEL-OUT-6'],
    SERVICE,
    async ({ tunnel, expect }) => {
      const service = await serviceSaying(tunnel, 'here');
      const { out, into } = await openTunnel(tunnel, itself, service.port);
      into.signal('SIGKILL');
      await into.exited();
      const next = await tunnel.into(out.key, [`-:${service.port}`]);
      expect.equal('stdout of the next peer', textOf(await next.printed('here'.length)), 'here');
    },
  ),
  lab(
    'out/both-protocols',
    'out serves one port over TCP and UDP',
    ['TUNNEL-OUT-4', 'TUNNEL-OUT-2'],
    SERVICE,
    async ({ tunnel, expect }) => {
      const service = await serviceSaying(tunnel, 'stream');
      const { port } = service;
      (await tunnel.udp(port)).answer((bytes) => bytes);
      const [tcp, udp] = [await tunnel.freePort(), await tunnel.freePort()];
      await serves({ tunnel, expect }, [`${port}`, `${port}/udp`], [`${tcp}:${port}`, `${udp}:${port}/udp`]);
      expect.equal('the TCP service says', await replyTo(await tunnel.dial(tcp), ''), 'stream');
      const echo = await (await tunnel.udp()).ask(text('packet'), udp);
      expect.equal('the UDP service echoes', textOf(echo), 'packet');
    },
  ),
];
