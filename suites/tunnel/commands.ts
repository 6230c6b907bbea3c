/** The two commands: what they refuse, and how they run and end. */
import type { Case } from '../model.js';
import { tunnel } from './forwarding.js';
import { DEFAULT_PATH, lab, refused } from './lab_case.js';
import { pairings, text } from './pairing.js';

const itself = pairings[0] ?? { name: '', suffix: '', out: 'target', into: 'target' };

const grammar: readonly Case[] = [
  refused('cli/no-command', () => [], ['TUNNEL-CLI-1', 'TUNNEL-CLI-2']),
  refused('cli/unknown-command', () => ['sideways', '80'], ['TUNNEL-CLI-1', 'TUNNEL-CLI-2']),
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
  refused('in/no-arguments', () => ['in'], ['TUNNEL-IN-1']),
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
      ['two-protocols', '5:5/udp/tcp'],
      ['unknown-proto', '5:5/sctp'],
    ] as const
  ).map(([slug, mapping]) => refused(`in/refuses-${slug}`, (key) => ['in', key, mapping], ['TUNNEL-IN-2'])),
  refused('access/list-malformed', () => ['out', '80'], ['TUNNEL-ACCESS-5'], { PUNCH_ALLOW: 'everybody' }),
  refused('configuration/relay-unknown', () => ['out', '80'], ['TUNNEL-CONFIGURATION-5'], {
    PUNCH_RELAY_MODE: 'sometimes',
  }),
];

const running: readonly Case[] = [
  lab(
    'out/key-on-stderr',
    'the public key is on stderr, and stdout is empty',
    ['TUNNEL-OUT-5', 'TUNNEL-OUT-8', 'TUNNEL-ACCEPTANCE-1'],
    async ({ tunnelLab, expect }) => {
      const identity = tunnelLab.identity();
      const home = await tunnelLab.home([{ path: DEFAULT_PATH, bytes: identity.secret, mode: 0o600 }]);
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
  ...(['SIGTERM', 'SIGINT'] as const).map((name) =>
    lab(
      `cli/ends-on-${name.toLowerCase()}`,
      `out and in leave on ${name}`,
      ['TUNNEL-CLI-2'],
      async ({ tunnelLab, expect }) => {
        const { out, into } = await tunnel(tunnelLab, itself, await tunnelLab.freePort());
        into.signal(name);
        expect.that('in leaves', (await into.exited(5000)) !== undefined);
        out.signal(name);
        expect.that('out leaves', (await out.exited(5000)) !== undefined);
      },
    ),
  ),
  lab(
    'in/loopback-only',
    'listeners are at 127.0.0.1, and stdout is empty',
    ['TUNNEL-IN-4', 'TUNNEL-IN-11', 'TUNNEL-IN-12'],
    async ({ tunnelLab, expect }) => {
      const { local, into } = await tunnel(tunnelLab, itself, await tunnelLab.freePort());
      expect.equal('listeners', await tunnelLab.listeners(local, 'tcp'), ['127.0.0.1']);
      expect.equal('bytes on stdout', into.stdout().length, 0);
    },
  ),
  lab('in/base32', 'a key in base32 is understood', ['TUNNEL-IN-13'], async ({ tunnelLab, expect }) => {
    const identity = tunnelLab.identity();
    const home = await tunnelLab.home([{ path: DEFAULT_PATH, bytes: identity.secret, mode: 0o600 }]);
    await tunnelLab.out(['80'], { home });
    const local = await tunnelLab.freePort();
    await tunnelLab.into(identity.base32, [`${local}:80`]);
    expect.equal('listeners', (await tunnelLab.listeners(local, 'tcp')).length, 1);
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
      expect.that('not with zero', ended?.code !== 0);
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
      expect.that('not with zero', ended?.code !== 0, { observed: ended?.code ?? null });
    },
    'should',
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
      const services = await Promise.all(
        ['one', 'two'].map((name) =>
          tunnelLab.service((link) => void link.send(text(name)).then(() => link.end())),
        ),
      );
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

export const commandScripts: readonly Case[] = [...grammar, ...running];
