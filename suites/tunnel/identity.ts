/** Section identity: the key, where it lies, and what becomes of a bad one. */
import type { Case, Expect } from '../model.js';
import { expectFailure, KEY_PATH, lab, refusal, SERVICE, withKey } from './lab_case.js';
import { sha256, text } from './pairing.js';
import type { Home } from './port.js';

async function expectFile(expect: Expect, home: Home, path: string): Promise<void> {
  const file = await home.file(path);
  expect.that('the key file is there', file !== 'absent', { expected: path, observed: 'no such file' });
}

export const identity: readonly Case[] = [
  lab(
    'identity/created',
    'a missing key is created, kept at the default path, and used again',
    ['TUNNEL-IDENTITY-1', 'TUNNEL-IDENTITY-2', 'TUNNEL-IDENTITY-4', 'TUNNEL-ACCEPTANCE-8'],
    SERVICE,
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.home();
      const first = await tunnelLab.out(['80'], { home });
      await expectFile(expect, home, KEY_PATH);
      first.signal('SIGTERM');
      await first.exited();
      expect.equal('the key of the second start', (await tunnelLab.out(['80'], { home })).key, first.key);
    },
  ),
  lab(
    'identity/form',
    'a new key file has 32 bytes and is for its owner only',
    ['TUNNEL-IDENTITY-7', 'TUNNEL-IDENTITY-8'],
    SERVICE,
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.home();
      await tunnelLab.out(['80'], { home });
      const file = await home.file(KEY_PATH);
      expect.equal('bytes in the key file', file === 'absent' ? file : file.bytes.length, 32);
      expect.equal('mode bits of others', file === 'absent' ? file : file.mode & 0o077, 0);
    },
  ),
  lab(
    'identity/path',
    'PUNCH_SECRET_KEY names another path, with folders that are not there yet',
    ['TUNNEL-IDENTITY-3', 'TUNNEL-ACCEPTANCE-8'],
    SERVICE,
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.home();
      await tunnelLab.out(['80'], { home, env: { PUNCH_SECRET_KEY: `${home.path}/deep/er/own.key` } });
      await expectFile(expect, home, 'deep/er/own.key');
      expect.that('the default path holds no key', (await home.file(KEY_PATH)) === 'absent', {
        expected: 'no such file',
        observed: KEY_PATH,
      });
    },
  ),
  lab(
    'identity/read-only',
    'out exits with an error where a new key cannot be written',
    ['TUNNEL-IDENTITY-4', 'TUNNEL-ACCEPTANCE-8'],
    refusal('identity/created'),
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.readOnlyHome();
      expectFailure(expect, await tunnelLab.exits(['out', '80'], { home }));
    },
  ),
  ...[0, 31, 33, 64].map((length) =>
    lab(
      `identity/length-${length}`,
      `out exits with an error on a key file of ${length} bytes, and leaves the file as it is`,
      ['TUNNEL-IDENTITY-9'],
      refusal('out/key-on-stderr'),
      async ({ tunnelLab, expect }) => {
        const bytes = new Uint8Array(length).fill(7);
        const home = await tunnelLab.home(withKey(bytes));
        expectFailure(expect, await tunnelLab.exits(['out', '80'], { home }));
        const file = await home.file(KEY_PATH);
        expect.equal('sha256 of the file', file === 'absent' ? file : sha256(file.bytes), sha256(bytes));
      },
    ),
  ),
  lab(
    'identity/unreadable',
    'out exits with an error where the key path cannot be read',
    ['TUNNEL-IDENTITY-10'],
    refusal('out/key-on-stderr'),
    async ({ tunnelLab, expect }) => {
      // A folder in its place: rights would not stop a superuser.
      const home = await tunnelLab.home([{ path: `${KEY_PATH}/inside`, bytes: text('x') }]);
      expectFailure(expect, await tunnelLab.exits(['out', '80'], { home }));
      const inside = await home.file(`${KEY_PATH}/inside`);
      expect.that('what was there is still there', inside !== 'absent', {
        expected: `${KEY_PATH}/inside`,
        observed: 'no such file',
      });
    },
  ),
  lab(
    'identity/concurrent',
    'four that start at once on a missing key have one identity',
    ['TUNNEL-IDENTITY-11'],
    SERVICE,
    async ({ tunnelLab, expect }) => {
      const home = await tunnelLab.home();
      const all = await Promise.all([1, 2, 3, 4].map((port) => tunnelLab.out([`${port}`], { home })));
      expect.equal('identities', new Set(all.map(({ key }) => key)).size, 1);
    },
  ),
];
