/** Section out: its arguments and its output. */

import { publicKeyOf, SECRET_KEY } from '../../reference/tunnel/key_file.js';
import { publicKey } from '../../reference/tunnel/public_key.js';
import type { Case, Expect } from '../model.js';
import { KEY_PATH, lab, refused } from './lab_case.js';
import { namedBy } from './own_key.js';
import { itself, openTunnel, text, textOf } from './pairing.js';
import type { Running, TunnelLab } from './port.js';
import { echoService, replyTo, serviceSaying } from './services.js';
import { RANDOM_PORT, SILENT_PROTO, WRAPPED_PORT, WRONG_PORT } from './whys.js';

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

/** Only 32 bytes can be read as a key. In another form, the peer that connects to the key shows whose it is. */
async function belongsToFile(expect: Expect, key: string, { home }: Running): Promise<void> {
  const file = await home.file(KEY_PATH);
  if (file === 'absent' || file.bytes.length !== SECRET_KEY) return;
  const own = namedBy(publicKey.encode(publicKeyOf(file.bytes)));
  expect.that('it belongs to the key file', [own.hex, own.base32].includes(key.toLowerCase()), {
    expected: `${own.hex} or ${own.base32}`,
    observed: key,
  });
}

export const out: readonly Case[] = [
  refused({
    id: 'out/no-spec',
    words: () => ['out'],
    why: 'An empty variable in a script leaves a program running that exposes nothing.',
    requires: ['TUNNEL-OUT-1'],
    control: 'out/key-on-stderr',
  }),
  ...(
    [
      ['zero', '0', RANDOM_PORT],
      ['too-high', '65536', WRAPPED_PORT],
      ['wraps', '73616', WRAPPED_PORT],
      ['negative', '-1', WRAPPED_PORT],
      ['empty', '', 'An empty variable in a script exposes a port that nobody named.'],
      ['blank', ' 80', WRONG_PORT],
      [
        'name',
        'http',
        'A service name stands for different ports on different machines, so a peer reaches another service.',
      ],
      ['unknown-proto', '80/sctp', SILENT_PROTO],
      ['no-proto', '80/', 'A forgotten protocol exposes the TCP port where the UDP port was meant.'],
      ['blank-behind', '80 ', WRONG_PORT],
      ['fraction', '80.5', WRONG_PORT],
      [
        'two-protocols',
        '5/udp/tcp',
        'The user believes that both protocols are exposed, and one of them is not.',
      ],
    ] as const
  ).map(([slug, spec, why]) =>
    refused({
      id: `out/refuses-${slug}`,
      words: () => ['out', spec],
      why,
      requires: ['TUNNEL-OUT-3'],
      control: 'out/takes-bounds',
    }),
  ),
  refused({
    id: 'out/refuses-one-of-two',
    words: () => ['out', '80', '65536/udp'],
    why: 'A wrong spec among right ones is skipped, and its port is not exposed without a word.',
    requires: ['TUNNEL-OUT-3'],
    control: 'out/both-protocols',
  }),
  refused({
    id: 'out/refuses-leading-zero',
    words: () => ['out', '080'],
    why: 'One program reads 080 as octal and the other as decimal: the ports differ.',
    requires: ['TUNNEL-OUT-3'],
    control: 'out/takes-bounds',
    level: 'may',
  }),
  refused({
    id: 'out/refuses-duplicate',
    words: () => ['out', '80', '80'],
    why: 'A port that is listed twice hides a typo: the port that was meant is not exposed.',
    requires: ['TUNNEL-OUT-4'],
    control: 'out/both-protocols',
  }),
  refused({
    id: 'out/refuses-duplicate-spelled',
    words: () => ['out', '80', '80/tcp'],
    why: 'A port that is listed twice hides a typo: the port that was meant is not exposed.',
    requires: ['TUNNEL-OUT-4'],
    control: 'out/both-protocols',
  }),
  lab({
    id: 'out/key-on-stderr',
    title: 'out prints the public key of its key file to stderr and nothing to stdout',
    why: 'Nobody can connect without the key, and a script that reads it from stderr waits for ever. A key on stdout ends up in piped data.',
    requires: ['TUNNEL-OUT-5', 'TUNNEL-OUT-8', 'TUNNEL-ACCEPTANCE-1'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const service = await serviceSaying(tunnel, 'here');
      const out = await tunnel.start(['out', `${service.port}`, '5353/udp']);
      const key = await printsKey(expect, out, tunnel.patience);
      await belongsToFile(expect, key, out);
      expect.equal('bytes on stdout', out.stdout().length, 0);
      // It has served a peer since, so it had the time to print more.
      const peer = await tunnel.into(await tunnel.reachable(out), [`-:${service.port}`]);
      expect.equal('a peer that connects to it hears', textOf(await peer.printed('here'.length)), 'here');
      expect.equal('bytes on stdout when a peer has come', out.stdout().length, 0);
    },
  }),
  lab({
    id: 'out/takes-bounds',
    title: 'out accepts ports 1 and 65535, with and without a protocol, and serves them',
    why: 'A service on port 65535 or on a privileged port cannot be exposed at all.',
    requires: ['TUNNEL-OUT-2', 'TUNNEL-OUT-3'],
    expects: 'service',
    async run({ tunnel, expect }) {
      await serviceSaying(tunnel, 'lowest', 1);
      await serviceSaying(tunnel, 'highest', 65535);
      const [low, high] = [await tunnel.freePort(), await tunnel.freePort()];
      const specs = ['1', '1/udp', '65535/tcp', '65535/udp'];
      await serves({ tunnel, expect }, specs, [`${low}:1`, `${high}:65535`]);
      expect.equal('port 1 says', await replyTo(await tunnel.dial(low), ''), 'lowest');
      expect.equal('port 65535 says', await replyTo(await tunnel.dial(high), ''), 'highest');
    },
  }),
  lab({
    id: 'out/peer-killed',
    title: 'out serves the next peer after it lost one to SIGKILL',
    why: 'A laptop that loses its network blocks the service for everybody else until the connection times out.',
    requires: ['TUNNEL-OUT-6'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const service = await serviceSaying(tunnel, 'here');
      const { out, into } = await openTunnel(tunnel, itself, service.port);
      into.signal('SIGKILL');
      await into.exited();
      const next = await tunnel.into(out.key, [`-:${service.port}`]);
      expect.equal('stdout of the next peer', textOf(await next.printed('here'.length)), 'here');
    },
  }),
  lab({
    id: 'out/both-protocols',
    title: 'out serves one port over TCP and UDP',
    why: 'A DNS server answers over one protocol only, and large answers fail.',
    requires: ['TUNNEL-OUT-4', 'TUNNEL-OUT-2'],
    expects: 'service',
    async run({ tunnel, expect }) {
      // Another program of the lab may hold a random port of TCP over UDP. This one is free over both.
      const port = await tunnel.freePort();
      await serviceSaying(tunnel, 'stream', port);
      await echoService(tunnel, port);
      const [tcp, udp] = [await tunnel.freePort(), await tunnel.freePort()];
      await serves({ tunnel, expect }, [`${port}`, `${port}/udp`], [`${tcp}:${port}`, `${udp}:${port}/udp`]);
      expect.equal('the TCP service says', await replyTo(await tunnel.dial(tcp), ''), 'stream');
      const echo = await (await tunnel.udp()).ask(text('packet'), udp);
      expect.equal('the UDP service echoes', textOf(echo), 'packet');
    },
  }),
];
