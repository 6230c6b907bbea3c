/** Section in: what it takes, where it listens, and how it ends. */
import type { Case } from '../model.js';
import { failed, lab, refused, withKey } from './lab_case.js';
import { itself, text, tunnel } from './pairing.js';
import { serviceSaying } from './services.js';

export const into: readonly Case[] = [
  refused('in/no-arguments', () => ['in'], ['TUNNEL-IN-1', 'TUNNEL-CLI-2']),
  refused('in/no-mapping', (key) => ['in', key], ['TUNNEL-IN-1']),
  refused('in/no-key', () => ['in', 'nobody', '9000:80'], ['TUNNEL-IN-1']),
  refused('in/two-stdio', (key, port) => ['in', key, `-:${port}`, `-:${port}`], ['TUNNEL-IN-8']),
  refused('in/stdio-udp', (key, port) => ['in', key, `-:${port}/udp`], ['TUNNEL-IN-9']),
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
  ).map(([slug, mapping]) => refused(`in/refuses-${slug}`, (key) => ['in', key, mapping], ['TUNNEL-IN-2'])),
  lab(
    'in/loopback-only',
    'listeners are at 127.0.0.1, and stdout is empty',
    ['TUNNEL-IN-4', 'TUNNEL-IN-11', 'TUNNEL-IN-12'],
    async ({ tunnelLab, expect }) => {
      const out = await tunnelLab.out(['80']);
      const local = await tunnelLab.freePort();
      const into = await tunnelLab.start(['in', out.key, `${local}:80`]);
      const listeners = await tunnelLab.listeners(local, 'tcp', tunnelLab.patience);
      expect.equal('listeners at the local port', listeners, ['127.0.0.1']);
      expect.equal('bytes on stdout', into.stdout().length, 0);
    },
  ),
  lab('in/base32', 'a key in base32 is understood', ['TUNNEL-IN-13'], async ({ tunnelLab, expect }) => {
    const identity = tunnelLab.identity();
    const home = await tunnelLab.home(withKey(identity.secret));
    await tunnelLab.out(['80'], { home });
    const local = await tunnelLab.freePort();
    await tunnelLab.start(['in', identity.base32, `${local}:80`]);
    const listeners = await tunnelLab.listeners(local, 'tcp', tunnelLab.patience);
    expect.equal('listeners at the local port', listeners.length, 1);
  }),
  lab(
    'in/unknown-peer',
    'a key that nobody has is told, with an exit code that is not zero',
    ['TUNNEL-IN-14'],
    async ({ tunnelLab, expect }) => {
      const local = await tunnelLab.freePort();
      const ended = await tunnelLab.exits(['in', tunnelLab.identity().hex, `${local}:80`], {
        within: 40_000,
      });
      expect.that('it ends', ended !== undefined);
      expect.that('not with zero', failed(ended), { observed: ended?.code ?? null });
      expect.that('it says why', (ended?.stderr ?? '').trim() !== '');
    },
  ),
  lab(
    'in/peer-leaves',
    'a peer that leaves is told, with an exit code that is not zero',
    ['TUNNEL-IN-14'],
    async ({ tunnelLab, expect }) => {
      const { out, into } = await tunnel(tunnelLab, itself, await tunnelLab.freePort());
      out.signal('SIGTERM');
      const ended = await into.exited(45_000);
      expect.that('it ends', ended !== undefined);
      expect.that('not with zero', failed(ended), { observed: ended?.code ?? null });
    },
    'should',
  ),
  lab(
    'in/peer-killed',
    'a peer that is killed is noticed and told, with an exit code that is not zero',
    ['TUNNEL-IN-14'],
    async ({ tunnelLab, expect }) => {
      const { out, into } = await tunnel(tunnelLab, itself, await tunnelLab.freePort());
      const before = into.stderr().length;
      out.signal('SIGKILL');
      const ended = await into.exited(60_000);
      expect.that('it ends', ended !== undefined);
      expect.that('not with zero', failed(ended), { observed: ended?.code ?? null });
      expect.that('it says so on stderr', (ended?.stderr ?? '').slice(before).trim() !== '');
    },
    'should',
    60_000,
  ),
  lab(
    'in/one-connection',
    'several mappings share one connection',
    ['TUNNEL-IN-10', 'TUNNEL-FORWARDING-1', 'TUNNEL-ACCEPTANCE-10'],
    async ({ tunnelLab, expect }) => {
      const [one, two] = [await tunnelLab.udp(), await tunnelLab.udp()];
      one.answer((bytes) => bytes);
      two.answer((bytes) => bytes);
      const out = await tunnelLab.out([`${one.port}/udp`, `${two.port}/udp`], { program: 'reference' });
      const [a, b] = [await tunnelLab.freePort(), await tunnelLab.freePort()];
      await tunnelLab.into(out.key, [`${a}:${one.port}/udp`, `${b}:${two.port}/udp`]);
      const sender = await tunnelLab.udp();
      expect.that('the first answers', (await sender.ask(text('1'), a)) !== undefined);
      expect.that('the second answers', (await sender.ask(text('22'), b)) !== undefined);
      const connections = out
        .stderr()
        .split('\n')
        .filter((line) => line.startsWith('connected: ')).length;
      expect.equal('connections that the reference took', connections, 1);
    },
  ),
  lab(
    'in/ports-in-order',
    'each mapping leads to its own service',
    ['TUNNEL-IN-2', 'TUNNEL-IN-10'],
    async ({ tunnelLab, expect }) => {
      const services = await Promise.all(['one', 'two'].map((name) => serviceSaying(tunnelLab, name)));
      const out = await tunnelLab.out(services.map(({ port }) => `${port}`));
      const locals = [await tunnelLab.freePort(), await tunnelLab.freePort()];
      await tunnelLab.into(
        out.key,
        services.map(({ port }, n) => `${locals[n]}:${port}`),
      );
      const heard = await Promise.all(
        locals.map(async (port) => Buffer.from((await (await tunnelLab.dial(port)).rest()).bytes).toString()),
      );
      expect.equal('services', heard, ['one', 'two']);
    },
  ),
];
