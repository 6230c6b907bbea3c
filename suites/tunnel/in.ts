/** Section in: what it takes, where it listens, and how it ends. */
import type { Case } from '../model.js';
import { expectExit, expectFailure, lab, refusal, refused, SERVICE, stderrOf, withKey } from './lab_case.js';
import { itself, openTunnel, text, textOf } from './pairing.js';
import type { Running } from './port.js';
import { replyTo, serviceSaying } from './services.js';

/** How many connections an `out` of the reference has accepted. */
const connectionsAt = (out: Running): number =>
  out
    .stderr()
    .split('\n')
    .filter((line) => line.startsWith('connected: ')).length;

export const into: readonly Case[] = [
  refused('in/no-arguments', () => ['in'], ['TUNNEL-IN-1', 'TUNNEL-CLI-2'], 'in/ports-in-order'),
  refused('in/no-mapping', (key) => ['in', key], ['TUNNEL-IN-1'], 'in/ports-in-order'),
  refused('in/no-key', () => ['in', 'nobody', '9000:80'], ['TUNNEL-IN-1'], 'in/ports-in-order'),
  refused(
    'in/two-stdio',
    (key, port) => ['in', key, `-:${port}`, `-:${port}`],
    ['TUNNEL-IN-8'],
    'in/stdio-beside-port',
  ),
  refused('in/stdio-udp', (key, port) => ['in', key, `-:${port}/udp`], ['TUNNEL-IN-9'], 'in/bridge'),
  ...(
    [
      ['no-colon', '8080'],
      ['three-parts', '1:2:3'],
      ['no-remote', '9000:'],
      ['no-local', ':8080'],
      ['local-too-high', '65536:80'],
      ['remote-too-high', '9000:65536'],
      ['remote-zero', '9000:0'],
      ['local-zero', '0:80'],
      ['local-negative', '-1:80'],
      ['remote-negative', '9000:-1'],
      ['blank', '9000: 80'],
      ['empty', ''],
      ['two-protocols', '5:5/udp/tcp'],
      ['unknown-proto', '5:5/sctp'],
    ] as const
  ).map(([slug, mapping]) =>
    refused(`in/refuses-${slug}`, (key) => ['in', key, mapping], ['TUNNEL-IN-2'], 'in/ports-in-order'),
  ),
  lab(
    'in/loopback-only',
    'in with a TCP mapping listens on 127.0.0.1 only and prints nothing to stdout',
    ['TUNNEL-IN-4', 'TUNNEL-IN-11', 'TUNNEL-IN-12'],
    SERVICE,
    async ({ tunnel, expect }) => {
      const service = await serviceSaying(tunnel, 'here');
      const out = await tunnel.out([`${service.port}`]);
      const local = await tunnel.freePort();
      const into = await tunnel.start(['in', out.key, `${local}:${service.port}`]);
      const listeners = await tunnel.listeners(local, 'tcp', tunnel.patience);
      expect.equal('listeners at the local port', listeners, ['127.0.0.1']);
      expect.equal('the service says', await replyTo(await tunnel.dial(local), ''), 'here');
      expect.equal('bytes on stdout', into.stdout().length, 0);
    },
  ),
  lab(
    'in/loopback-only-udp',
    'in with a UDP mapping listens on 127.0.0.1 only',
    ['TUNNEL-IN-4', 'TUNNEL-IN-11'],
    SERVICE,
    async ({ tunnel, expect }) => {
      const service = await tunnel.udp();
      service.answer((bytes) => bytes);
      const out = await tunnel.out([`${service.port}/udp`]);
      const local = await tunnel.freePort();
      await tunnel.start(['in', out.key, `${local}:${service.port}/udp`]);
      const listeners = await tunnel.listeners(local, 'udp', tunnel.patience);
      expect.equal('UDP sockets at the local port', listeners, ['127.0.0.1']);
      expect.equal('the service echoes', textOf(await (await tunnel.udp()).ask(text('here'), local)), 'here');
    },
  ),
  lab('in/base32', 'in accepts a key in base32', ['TUNNEL-IN-13'], SERVICE, async ({ tunnel, expect }) => {
    const identity = tunnel.identity();
    const home = await tunnel.home(withKey(identity.secret));
    const service = await serviceSaying(tunnel, 'here');
    await tunnel.out([`${service.port}`], { home });
    const local = await tunnel.freePort();
    await tunnel.start(['in', identity.base32, `${local}:${service.port}`]);
    const listeners = await tunnel.listeners(local, 'tcp', tunnel.patience);
    expect.equal('listeners at the local port', listeners.length, 1);
    expect.equal('the service says', await replyTo(await tunnel.dial(local), ''), 'here');
  }),
  lab(
    'in/unknown-peer',
    'in with the key of no peer exits with an error and a message',
    ['TUNNEL-IN-14'],
    refusal('in/ports-in-order'),
    async ({ tunnel, expect }) => {
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
  ),
  lab(
    'in/peer-leaves',
    'in exits with an error within 45 s after its peer exits',
    ['TUNNEL-IN-14'],
    refusal('in/ports-in-order'),
    async ({ tunnel, expect }) => {
      const { out, into } = await openTunnel(tunnel, itself, await tunnel.freePort());
      out.signal('SIGTERM');
      const ended = await into.exited(45_000);
      expectExit(expect, 'in exits within 45 s after its peer exits', ended);
      expectFailure(expect, ended);
    },
    { level: 'should' },
  ),
  lab(
    'in/peer-killed',
    'in exits with an error and a message within 60 s after its peer is killed',
    ['TUNNEL-IN-14'],
    refusal('in/ports-in-order'),
    async ({ tunnel, expect }) => {
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
    { level: 'should', waits: 60_000 },
  ),
  lab(
    'in/one-connection',
    'two UDP mappings share one connection',
    ['TUNNEL-IN-10', 'TUNNEL-FORWARDING-1', 'TUNNEL-ACCEPTANCE-10'],
    SERVICE,
    async ({ tunnel, expect }) => {
      const [one, two] = [await tunnel.udp(), await tunnel.udp()];
      one.answer((bytes) => bytes);
      two.answer((bytes) => bytes);
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
  ),
  lab(
    'in/one-connection-mixed',
    'TCP, UDP and stdio mappings share one connection, however many streams they open',
    ['TUNNEL-IN-10', 'TUNNEL-FORWARDING-1', 'TUNNEL-ACCEPTANCE-10'],
    SERVICE,
    async ({ tunnel, expect }) => {
      const [stream, packets] = [await serviceSaying(tunnel, 'here'), await tunnel.udp()];
      packets.answer((bytes) => bytes);
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
  ),
  lab(
    'in/ports-in-order',
    'in with two mappings forwards each local port to its own remote port',
    ['TUNNEL-IN-2', 'TUNNEL-IN-10'],
    SERVICE,
    async ({ tunnel, expect }) => {
      const services = await Promise.all(['one', 'two'].map((name) => serviceSaying(tunnel, name)));
      const out = await tunnel.out(services.map(({ port }) => `${port}`));
      const locals = [await tunnel.freePort(), await tunnel.freePort()];
      await tunnel.into(
        out.key,
        services.map(({ port }, n) => `${locals[n]}:${port}`),
      );
      const heard = await Promise.all(
        locals.map(async (port) => Buffer.from((await (await tunnel.dial(port)).rest()).bytes).toString()),
      );
      expect.equal('what each local port says', heard, ['one', 'two']);
    },
  ),
];
