/** Section in: its arguments, where it listens, and how it ends. */
import type { Case } from '../model.js';
import { expectExit, expectFailure, lab, refusal, refused, stderrOf } from './lab_case.js';
import { namedBy } from './own_key.js';
import { itself, openTunnel, text, textOf } from './pairing.js';
import type { Running } from './port.js';
import { echoService, replyTo, serviceSaying } from './services.js';
import { NOT_SERVED, RANDOM_PORT, SILENT_PROTO, WRAPPED_PORT, WRONG_PORT } from './whys.js';

/** How many connections an `out` of the reference has accepted. */
const connectionsAt = (out: Running): number =>
  out
    .stderr()
    .split('\n')
    .filter((line) => line.startsWith('connected: ')).length;

export const into: readonly Case[] = [
  refused({
    id: 'in/no-arguments',
    words: () => ['in'],
    why: NOT_SERVED,
    requires: ['TUNNEL-IN-1', 'TUNNEL-CLI-2'],
    control: 'in/ports-in-order',
  }),
  refused({
    id: 'in/no-mapping',
    words: (key) => ['in', key],
    why: 'An empty variable in a script leaves a connection that forwards nothing.',
    requires: ['TUNNEL-IN-1'],
    control: 'in/ports-in-order',
  }),
  refused({
    id: 'in/no-key',
    words: () => ['in', 'nobody', '9000:80'],
    why: 'A key that was copied in part is noticed only after a connection timeout, without a reason.',
    requires: ['TUNNEL-IN-1'],
    control: 'in/ports-in-order',
  }),
  refused({
    id: 'in/two-stdio',
    words: (key, port) => ['in', key, `-:${port}`, `-:${port}`],
    why: 'Two connections read from one stdin, and each gets half of the input.',
    requires: ['TUNNEL-IN-8'],
    control: 'in/stdio-beside-port',
  }),
  refused({
    id: 'in/stdio-udp',
    words: (key, port) => ['in', key, `-:${port}/udp`],
    why: 'The user believes that packets pass, and the bytes go to a TCP service.',
    requires: ['TUNNEL-IN-9'],
    control: 'in/bridge',
  }),
  ...(
    [
      [
        'no-colon',
        '8080',
        'A bare port is taken for both ends, and an existing local service keeps the listener from opening.',
      ],
      ['three-parts', '1:2:3', 'A bind address in the style of ssh is misread, and another port is opened.'],
      ['no-remote', '9000:', WRONG_PORT],
      ['no-local', ':8080', RANDOM_PORT],
      ['local-too-high', '65536:80', WRAPPED_PORT],
      ['remote-too-high', '9000:65536', WRAPPED_PORT],
      [
        'remote-zero',
        '9000:0',
        'Every connection is refused by the peer, and the reason is far from the typo.',
      ],
      ['local-zero', '0:80', RANDOM_PORT],
      ['local-negative', '-1:80', WRAPPED_PORT],
      ['remote-negative', '9000:-1', WRAPPED_PORT],
      ['blank', '9000: 80', WRONG_PORT],
      ['empty', '', 'An empty variable in a script leaves out a mapping that other programs rely on.'],
      [
        'two-protocols',
        '5:5/udp/tcp',
        'The user believes that both protocols are forwarded, and one of them is not.',
      ],
      ['unknown-proto', '5:5/sctp', SILENT_PROTO],
    ] as const
  ).map(([slug, mapping, why]) =>
    refused({
      id: `in/refuses-${slug}`,
      words: (key) => ['in', key, mapping],
      why,
      requires: ['TUNNEL-IN-2'],
      control: 'in/ports-in-order',
    }),
  ),
  refused({
    id: 'in/refuses-one-of-two',
    words: (key) => ['in', key, '9000:80', '9001:0'],
    why: 'A wrong mapping among right ones is skipped, and its service is out of reach without a word.',
    requires: ['TUNNEL-IN-2'],
    control: 'in/ports-in-order',
  }),
  lab({
    id: 'in/loopback-only',
    title: 'in with a TCP mapping listens on 127.0.0.1 only and prints nothing to stdout',
    why: 'A listener on all interfaces gives the remote service to the whole local network, past the access list.',
    requires: ['TUNNEL-IN-4', 'TUNNEL-IN-11', 'TUNNEL-IN-12'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const service = await serviceSaying(tunnel, 'here');
      const out = await tunnel.out([`${service.port}`]);
      const local = await tunnel.freePort();
      const into = await tunnel.start(['in', out.key, `${local}:${service.port}`]);
      const listeners = await tunnel.listeners(local, 'tcp', tunnel.patience);
      expect.equal('listeners at the local port', listeners, ['127.0.0.1']);
      expect.equal('the service says', await replyTo(await tunnel.dial(local), ''), 'here');
      expect.equal('bytes on stdout', into.stdout().length, 0);
    },
  }),
  lab({
    id: 'in/loopback-only-udp',
    title: 'in with a UDP mapping listens on 127.0.0.1 only',
    why: 'A UDP listener on all interfaces gives the remote service to the whole local network, past the access list.',
    requires: ['TUNNEL-IN-4', 'TUNNEL-IN-11'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const service = await echoService(tunnel);
      const out = await tunnel.out([`${service.port}/udp`]);
      const local = await tunnel.freePort();
      await tunnel.start(['in', out.key, `${local}:${service.port}/udp`]);
      const listeners = await tunnel.listeners(local, 'udp', tunnel.patience);
      expect.equal('UDP sockets at the local port', listeners, ['127.0.0.1']);
      expect.equal('the service echoes', textOf(await (await tunnel.udp()).ask(text('here'), local)), 'here');
    },
  }),
  lab({
    id: 'in/base32',
    title: 'in accepts a key in base32',
    why: 'A key that the iroh tools print in base32 is rejected, although it is right.',
    requires: ['TUNNEL-IN-13'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const service = await serviceSaying(tunnel, 'here');
      const { key } = await tunnel.out([`${service.port}`]);
      const local = await tunnel.freePort();
      await tunnel.start(['in', namedBy(key).base32, `${local}:${service.port}`]);
      const listeners = await tunnel.listeners(local, 'tcp', tunnel.patience);
      expect.equal('listeners at the local port', listeners.length, 1);
      expect.equal('the service says', await replyTo(await tunnel.dial(local), ''), 'here');
    },
  }),
  lab({
    id: 'in/unknown-peer',
    title: 'in with the key of no peer exits with an error and a message',
    why: 'A script waits for ever on a peer that was switched off.',
    requires: ['TUNNEL-IN-14'],
    ...refusal('in/ports-in-order'),
    async run({ tunnel, expect }) {
      const local = await tunnel.freePort();
      const ended = await tunnel.exits(['in', tunnel.identity().hex, `${local}:80`], {
        within: 4 * tunnel.patience,
      });
      expectExit(expect, 'in exits', ended);
      expectFailure(expect, ended);
      expect.that('stderr has a message', stderrOf(ended).trim() !== '', {
        expected: 'a message',
        observed: '(nothing)',
      });
    },
  }),
  lab({
    id: 'in/peer-leaves',
    title: 'in exits with an error within 45 s after its peer exits',
    why: 'A service manager does not restart the tunnel, because the program still runs or reports success.',
    requires: ['TUNNEL-IN-14'],
    ...refusal('in/ports-in-order'),
    level: 'should',
    async run({ tunnel, expect }) {
      const { out, into } = await openTunnel(tunnel, itself, await tunnel.freePort());
      out.signal('SIGTERM');
      const ended = await into.exited(45_000);
      expectExit(expect, 'in exits within 45 s after its peer exits', ended);
      expectFailure(expect, ended);
    },
  }),
  lab({
    id: 'in/peer-killed',
    title: 'in exits with an error and a message within 60 s after its peer is killed',
    why: 'After a power loss of the peer the local listener accepts connections that lead nowhere, and nothing restarts it.',
    requires: ['TUNNEL-IN-14'],
    ...refusal('in/ports-in-order'),
    level: 'should',
    waits: 60_000,
    async run({ tunnel, expect }) {
      const { out, into } = await openTunnel(tunnel, itself, await tunnel.freePort());
      const before = into.stderr().length;
      out.signal('SIGKILL');
      const ended = await into.exited(60_000);
      expectExit(expect, 'in exits within 60 s after its peer is killed', ended);
      expectFailure(expect, ended);
      expect.that('stderr names the loss', stderrOf(ended).slice(before).trim() !== '', {
        expected: 'a message after the loss',
        observed: '(nothing)',
      });
    },
  }),
  lab({
    id: 'in/one-connection',
    title: 'two UDP mappings share one connection',
    why: 'Each mapping has to pass the NAT on its own, so some mappings work and others do not.',
    requires: ['TUNNEL-IN-10', 'TUNNEL-FORWARDING-1', 'TUNNEL-ACCEPTANCE-10'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const [one, two] = [await echoService(tunnel), await echoService(tunnel)];
      const out = await tunnel.out([`${one.port}/udp`, `${two.port}/udp`], { program: 'reference' });
      const [a, b] = [await tunnel.freePort(), await tunnel.freePort()];
      await tunnel.into(out.key, [`${a}:${one.port}/udp`, `${b}:${two.port}/udp`]);
      const sender = await tunnel.udp();
      const hear = async (words: string, port: number) =>
        textOf(await sender.ask(text(words), port, (bytes) => bytes.length === words.length));
      expect.equal('the first mapping echoes', await hear('1', a), '1');
      expect.equal('the second mapping echoes', await hear('22', b), '22');
      expect.equal('connections that the reference accepted', connectionsAt(out), 1);
    },
  }),
  lab({
    id: 'in/one-connection-mixed',
    title: 'TCP, UDP and stdio mappings share one connection, however many streams they open',
    why: 'A browser that opens a hundred connections causes a hundred handshakes, and the NAT or the relay drops some.',
    requires: ['TUNNEL-IN-10', 'TUNNEL-FORWARDING-1', 'TUNNEL-ACCEPTANCE-10'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const [stream, packets] = [await serviceSaying(tunnel, 'here'), await echoService(tunnel)];
      const out = await tunnel.out([`${stream.port}`, `${packets.port}/udp`], { program: 'reference' });
      const [tcp, udp] = [await tunnel.freePort(), await tunnel.freePort()];
      const into = await tunnel.into(out.key, [
        `-:${stream.port}`,
        `${tcp}:${stream.port}`,
        `${udp}:${packets.port}/udp`,
      ]);
      expect.equal('stdout of in', textOf(await into.printed('here'.length)), 'here');
      for (const round of ['first', 'second'])
        expect.equal(`the ${round} TCP connection`, await replyTo(await tunnel.dial(tcp), ''), 'here');
      const echo = await (await tunnel.udp()).ask(text('packet'), udp);
      expect.equal('the UDP service echoes', textOf(echo), 'packet');
      expect.equal('connections that the reference accepted', connectionsAt(out), 1);
    },
  }),
  lab({
    id: 'in/ports-in-order',
    title: 'in with two mappings forwards each local port to its own remote port',
    why: 'A client of the first service talks to the second: a password goes to the wrong server.',
    requires: ['TUNNEL-IN-2', 'TUNNEL-IN-10'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const services = await Promise.all(['one', 'two'].map((name) => serviceSaying(tunnel, name)));
      const out = await tunnel.out(services.map(({ port }) => `${port}`));
      const locals = [await tunnel.freePort(), await tunnel.freePort()];
      await tunnel.into(
        out.key,
        services.map(({ port }, n) => `${locals[n]}:${port}`),
      );
      const heard = await Promise.all(
        locals.map(async (port) => textOf((await (await tunnel.dial(port)).rest()).bytes)),
      );
      expect.equal('what each local port says', heard, ['one', 'two']);
    },
  }),
];
