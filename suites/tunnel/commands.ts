/** The two commands, what they refuse, the key, the environment, and how they end. */
import { defineCase } from '../case.js';
import type { Case, Context } from '../model.js';
import { tunnel } from './forwarding.js';
import { pairings, text } from './pairing.js';
import type { HomeFile, Running, TunnelLab } from './port.js';

type Ends = Context & { readonly tunnelLab: TunnelLab };
const DEFAULT_PATH = '.local/share/punch/secret.key';
const itself = pairings[0] ?? { name: '', suffix: '', out: 'target', into: 'target' };

const lab = (
  id: string,
  title: string,
  requires: readonly string[],
  run: (context: Ends) => Promise<void>,
  level?: Case['level'],
): Case =>
  defineCase({
    id: `tunnel/${id}`,
    title,
    requires,
    ports: ['tunnelLab'],
    deadline: 60_000,
    ...(level ? { level } : {}),
    run,
  });

/** Refused: it ends by itself, not with 0, and never serves. */
const refused = (
  id: string,
  words: (key: string, port: number) => readonly string[],
  requires: readonly string[],
  env: Readonly<Record<string, string>> = {},
  level?: Case['level'],
): Case =>
  lab(
    id,
    `${JSON.stringify(words('KEY', 22))}${Object.entries(env)
      .map(([name, value]) => ` with ${name}="${value}"`)
      .join('')} is refused`,
    requires,
    async ({ tunnelLab, expect }) => {
      // A peer that is there, so that what is not refused at once runs on.
      const service = await tunnelLab.service(() => {});
      const takesKey = words('KEY', 22).includes('KEY');
      const key = takesKey ? (await tunnelLab.out([`${service.port}`], { program: 'reference' })).key : '';
      const ended = await tunnelLab.exits(words(key, service.port), { env });
      expect.that('it ends by itself', ended !== undefined);
      expect.that('its exit code is not zero', ended?.code !== 0, { observed: ended?.code ?? null });
      expect.that('it says something on stderr', (ended?.stderr ?? '').trim() !== '');
      expect.that(
        'it is no crash',
        ended?.code !== undefined && !/panicked at|Segmentation/.test(ended.stderr),
        {
          observed: ended?.stderr.slice(0, 200) ?? null,
        },
      );
      expect.equal('bytes on stdout', ended?.stdout.length ?? 0, 0);
    },
    level,
  );

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

const withKey = (bytes: Uint8Array, mode = 0o600): HomeFile[] => [{ path: DEFAULT_PATH, bytes, mode }];

const identity: readonly Case[] = [
  lab(
    'identity/created',
    'a missing key is made, kept at the default path, and used again',
    ['TUNNEL-IDENTITY-1', 'TUNNEL-IDENTITY-2', 'TUNNEL-IDENTITY-4', 'TUNNEL-ACCEPTANCE-8'],
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.home();
      const first = await tunnelLab.out(['80'], { home });
      const file = await home.file(DEFAULT_PATH);
      expect.that('the key file is there', file !== undefined);
      first.signal('SIGTERM');
      await first.exited();
      expect.equal('the key of the second start', (await tunnelLab.out(['80'], { home })).key, first.key);
    },
  ),
  lab(
    'identity/form',
    'a new key file is 32 bytes, for its owner only',
    ['TUNNEL-IDENTITY-7', 'TUNNEL-IDENTITY-8'],
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.home();
      await tunnelLab.out(['80'], { home });
      const file = await home.file(DEFAULT_PATH);
      expect.equal('length', file?.bytes.length ?? 0, 32);
      expect.equal('rights of others', (file?.mode ?? 0o777) & 0o077, 0);
    },
  ),
  lab(
    'identity/path',
    'PUNCH_SECRET_KEY names another path, with folders that are not there yet',
    ['TUNNEL-IDENTITY-3', 'TUNNEL-ACCEPTANCE-8'],
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.home();
      await tunnelLab.out(['80'], { home, env: { PUNCH_SECRET_KEY: `${home.path}/deep/er/own.key` } });
      expect.that('the key is at the path', (await home.file('deep/er/own.key')) !== undefined);
      expect.that('and not at the default', (await home.file(DEFAULT_PATH)) === undefined);
    },
  ),
  ...[0, 31, 33, 64].map((length) =>
    lab(
      `identity/length-${length}`,
      `a key file of ${length} bytes is an error, and stays as it was`,
      ['TUNNEL-IDENTITY-9'],
      async ({ tunnelLab, expect }) => {
        const bytes = new Uint8Array(length).fill(7);
        const home = await tunnelLab.home(withKey(bytes));
        const ended = await tunnelLab.exits(['out', '80'], { home });
        expect.that('it ends, not with zero', ended !== undefined && ended.code !== 0);
        expect.equal(
          'the file',
          Buffer.from((await home.file(DEFAULT_PATH))?.bytes ?? []).toString('hex'),
          Buffer.from(bytes).toString('hex'),
        );
      },
    ),
  ),
  lab(
    'identity/unreadable',
    'a key path that cannot be read is an error, not a new identity',
    ['TUNNEL-IDENTITY-10'],
    async ({ tunnelLab, expect }) => {
      // A folder in its place: rights would not stop a superuser.
      const home = await tunnelLab.home([{ path: `${DEFAULT_PATH}/inside`, bytes: text('x') }]);
      const ended = await tunnelLab.exits(['out', '80'], { home });
      expect.that('it ends, not with zero', ended !== undefined && ended.code !== 0);
      expect.that('what was there is still there', (await home.file(`${DEFAULT_PATH}/inside`)) !== undefined);
    },
  ),
  lab(
    'identity/concurrent',
    'four that start at once on a missing key have one identity',
    ['TUNNEL-IDENTITY-11'],
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.home();
      const all = await Promise.all([1, 2, 3, 4].map((port) => tunnelLab.out([`${port}`], { home })));
      expect.equal('identities', new Set(all.map(({ key }) => key)).size, 1);
    },
  ),
];

/** Whether a peer with this key gets through to an `out` with that list. */
async function passes(
  tunnelLab: TunnelLab,
  allow: (own: string, other: string) => string | undefined,
): Promise<{ heard: string; links: number; into: Running | undefined }> {
  const [own, other] = [tunnelLab.identity(), tunnelLab.identity()];
  const service = await tunnelLab.service((link) => void link.send(text('in')).then(() => link.end()));
  const list = allow(own.hex, other.hex);
  const out = await tunnelLab.out(
    [`${service.port}`],
    list === undefined ? {} : { env: { PUNCH_ALLOW: list } },
  );
  const home = await tunnelLab.home(withKey(own.secret));
  const into = await tunnelLab.into(out.key, [`-:${service.port}`], { home });
  const ended = await into.exited(20_000);
  return { heard: Buffer.from(ended?.stdout ?? []).toString(), links: service.links, into };
}

const access: readonly Case[] = [
  ...(
    [
      [
        'unset',
        'without a list everybody is let in',
        ['TUNNEL-ACCESS-1', 'TUNNEL-IDENTITY-6'],
        () => undefined,
        true,
      ],
      [
        'listed',
        'a listed peer is let in',
        ['TUNNEL-ACCESS-3', 'TUNNEL-ACCEPTANCE-7'],
        (own: string) => own,
        true,
      ],
      [
        'listed-second',
        'the second of a list is let in',
        ['TUNNEL-ACCESS-2'],
        (own: string, other: string) => `${other},${own}`,
        true,
      ],
      [
        'not-listed',
        'a peer that is not listed reaches nothing',
        ['TUNNEL-ACCESS-3', 'TUNNEL-ACCESS-4', 'TUNNEL-ACCEPTANCE-7', 'TUNNEL-IDENTITY-5'],
        (_own: string, other: string) => other,
        false,
      ],
    ] as const
  ).map(([slug, title, requires, allow, expected]) =>
    lab(`access/${slug}`, title, requires, async ({ tunnelLab, expect }) => {
      const { heard, links } = await passes(tunnelLab, allow);
      expect.equal('what the peer heard', heard, expected ? 'in' : '');
      expect.equal('connections at the service', links, expected ? 1 : 0);
    }),
  ),
  lab(
    'access/list-empty',
    'an empty list lets nobody in, or is an error',
    ['TUNNEL-ACCESS-6'],
    async ({ tunnelLab, expect }) => {
      const service = await tunnelLab.service((link) => void link.send(text('in')).then(() => link.end()));
      const started = await tunnelLab.start(['out', `${service.port}`], { env: { PUNCH_ALLOW: '' } });
      const ended = await started.exited(3000);
      if (ended) return expect.that('its exit code is not zero', ended.code !== 0);
      const { heard } = await passes(tunnelLab, () => '');
      expect.equal('what a peer heard', heard, '');
    },
  ),
];

const relays: readonly Case[] = [
  lab(
    'configuration/relay-default',
    'by default the public relays of iroh are looked for',
    ['TUNNEL-CONFIGURATION-2', 'TUNNEL-ACCEPTANCE-9'],
    async ({ tunnelLab, expect, clock }) => {
      const out = await tunnelLab.out(['80']);
      const asked = () => tunnelLab.questions(out).some((name) => /relay/.test(name));
      for (let waited = 0; waited < 50 && !asked(); waited++) await clock.wait(200);
      expect.that('a relay is asked for in the DNS', asked(), { observed: [...tunnelLab.questions(out)] });
    },
  ),
  lab(
    'configuration/relay-url',
    'a relay URL is used',
    ['TUNNEL-CONFIGURATION-4', 'TUNNEL-ACCEPTANCE-9'],
    async ({ tunnelLab, expect, clock }) => {
      const relay = await tunnelLab.service(() => {});
      await tunnelLab.out(['80'], { env: { PUNCH_RELAY_MODE: `http://127.0.0.1:${relay.port}` } });
      for (let waited = 0; waited < 50 && relay.links === 0; waited++) await clock.wait(200);
      expect.that('the relay is connected to', relay.links > 0);
    },
  ),
  lab(
    'configuration/relay-disabled',
    'without relays none is looked for, and peers still meet',
    ['TUNNEL-CONFIGURATION-3', 'TUNNEL-ACCEPTANCE-9'],
    async ({ tunnelLab, expect, clock }) => {
      const env = { PUNCH_RELAY_MODE: 'disabled' };
      const asked = (of: Running) => tunnelLab.questions(of).filter((name) => /relay/.test(name));
      const service = await tunnelLab.service(
        (link) => void link.send(text('direct')).then(() => link.end()),
      );
      const out = await tunnelLab.out([`${service.port}`], { env });
      const ended = await (await tunnelLab.into(out.key, [`-:${service.port}`], { env })).exited();
      expect.equal('what came', Buffer.from(ended?.stdout ?? []).toString(), 'direct');
      // Absence is shown beside one that started later, looks for relays, and was heard.
      const other = await tunnelLab.out(['80'], { program: 'reference' });
      for (let waited = 0; waited < 50 && asked(other).length === 0; waited++) await clock.wait(200);
      expect.that('a peer in the default mode is heard asking', asked(other).length > 0);
      expect.equal('relays that were asked for', asked(out), []);
    },
  ),
];

export const commandScripts: readonly Case[] = [...grammar, ...running, ...identity, ...access, ...relays];
