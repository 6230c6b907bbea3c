/** Section identity: the key, where it lies, and what becomes of a bad one. */
import type { Case } from '../model.js';
import { failed, KEY_PATH, lab, withKey } from './lab_case.js';
import { text } from './pairing.js';

export const identity: readonly Case[] = [
  lab(
    'identity/created',
    'a missing key is made, kept at the default path, and used again',
    ['TUNNEL-IDENTITY-1', 'TUNNEL-IDENTITY-2', 'TUNNEL-IDENTITY-4', 'TUNNEL-ACCEPTANCE-8'],
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.home();
      const first = await tunnelLab.out(['80'], { home });
      const file = await home.file(KEY_PATH);
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
      const file = await home.file(KEY_PATH);
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
      expect.that('and not at the default', (await home.file(KEY_PATH)) === undefined);
    },
  ),
  lab(
    'identity/read-only',
    'a new key that cannot be kept is an error, and nothing is served',
    ['TUNNEL-IDENTITY-4', 'TUNNEL-ACCEPTANCE-8'],
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.readOnlyHome();
      const ended = await tunnelLab.exits(['out', '80'], { home });
      expect.that('it ends by itself', ended !== undefined);
      expect.that('not with zero', failed(ended), { observed: ended?.code ?? null });
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
        expect.that('it ends, not with zero', failed(ended), { observed: ended?.code ?? null });
        expect.equal(
          'the file',
          Buffer.from((await home.file(KEY_PATH))?.bytes ?? []).toString('hex'),
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
      const home = await tunnelLab.home([{ path: `${KEY_PATH}/inside`, bytes: text('x') }]);
      const ended = await tunnelLab.exits(['out', '80'], { home });
      expect.that('it ends, not with zero', failed(ended), { observed: ended?.code ?? null });
      expect.that('what was there is still there', (await home.file(`${KEY_PATH}/inside`)) !== undefined);
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
