/** The key, and who is let in by it. */
import type { Case } from '../model.js';
import { DEFAULT_PATH, lab, withKey } from './lab_case.js';
import { text } from './pairing.js';
import type { Running, TunnelLab } from './port.js';

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

export const identityScripts: readonly Case[] = [...identity, ...access];
