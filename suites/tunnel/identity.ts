/** Section identity: the key, its path, and what happens to an invalid one. */
import { base32 } from '../../reference/bytes/base32.js';
import { SECRET_KEY } from '../../reference/tunnel/key_file.js';
import type { Case, Expect } from '../model.js';
import { type Ends, expectFailure, KEY_PATH, lab, refusal, withKey } from './lab_case.js';
import { sha256, text, textOf } from './pairing.js';
import type { Home, Running, TunnelLab } from './port.js';
import { serviceSaying } from './services.js';

const REPLACED_KEY =
  'A damaged key file is replaced in silence: every peer that knows the old public key loses the service.';

async function expectFile(expect: Expect, home: Home, path: string): Promise<void> {
  const file = await home.file(path);
  expect.that('the key file exists', file !== 'absent', { expected: path, observed: 'no such file' });
}

async function expectAbsent(expect: Expect, home: Home, path: string): Promise<void> {
  expect.that('the default path holds no key', (await home.file(path)) === 'absent', {
    expected: 'no such file',
    observed: path,
  });
}

/** An `out` for peers whose keys matter, and fresh mappings to it. */
async function echoOut(tunnel: TunnelLab) {
  const service = await serviceSaying(tunnel, 'here');
  const { key } = await tunnel.out([`${service.port}`]);
  return { key, mapping: async () => `${await tunnel.freePort()}:${service.port}` };
}

/** Both commands exit with an error in this home folder. The peer of `in` exists, so that an `in` that starts keeps running. */
async function expectFailures(
  { tunnel, expect }: Pick<Ends, 'tunnel' | 'expect'>,
  home: Home,
): Promise<void> {
  const { key } = await tunnel.out(['80'], { program: 'reference' });
  const mapping = `${await tunnel.freePort()}:80`;
  expectFailure(expect, await tunnel.exits(['out', '80'], { home }));
  expectFailure(expect, await tunnel.exits(['in', key, mapping], { home }), 'in');
}

const rawForms = (secret: Uint8Array): readonly (readonly [name: string, form: string])[] => [
  ['hex', Buffer.from(secret).toString('hex')],
  ['base32', base32.encode(secret)],
  ['base64', Buffer.from(secret).toString('base64').replace(/=+$/, '')],
  ['base64url', Buffer.from(secret).toString('base64url')],
  ['list of bytes', [...secret].join(', ')],
];

/** What shows the secret key of a file. A file in another form than 32 bytes may be a text, as people keep keys (TUNNEL-F02). */
const formsOf = (file: Uint8Array) =>
  file.length === SECRET_KEY
    ? rawForms(file)
    : [...rawForms(file), ['content of the key file', Buffer.from(file).toString('latin1').trim()] as const];

export const identity: readonly Case[] = [
  lab({
    id: 'identity/created',
    title: 'out creates a missing key at the default path and uses it again',
    why: 'The key changes at each restart, so every client has to be told a new one.',
    requires: ['TUNNEL-IDENTITY-1', 'TUNNEL-IDENTITY-2', 'TUNNEL-IDENTITY-4', 'TUNNEL-ACCEPTANCE-8'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const home = await tunnel.home();
      const first = await tunnel.out(['80'], { home });
      await expectFile(expect, home, KEY_PATH);
      first.signal('SIGTERM');
      await first.exited();
      expect.equal('public key after the second start', (await tunnel.out(['80'], { home })).key, first.key);
    },
  }),
  lab({
    id: 'identity/form',
    title: 'a new key file has 32 bytes and only its owner may read it',
    why: 'Other users of the machine read the secret key, or another program cannot use the file.',
    requires: ['TUNNEL-IDENTITY-7', 'TUNNEL-IDENTITY-8'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const [ofOut, ofIn] = [await tunnel.home(), await tunnel.home()];
      const { key } = await tunnel.out(['80'], { home: ofOut });
      await tunnel.into(key, [`${await tunnel.freePort()}:80`], { home: ofIn });
      for (const [name, home] of [
        ['out', ofOut],
        ['in', ofIn],
      ] as const) {
        const file = await home.file(KEY_PATH);
        expect.equal(`bytes in the key file of ${name}`, file === 'absent' ? file : file.bytes.length, 32);
        expect.equal(`mode bits of others for ${name}`, file === 'absent' ? file : file.mode & 0o077, 0);
      }
    },
  }),
  lab({
    id: 'identity/path',
    title: 'out creates its key at the path that PUNCH_SECRET_KEY names, with missing folders',
    why: 'Two services on one machine share one identity, and peers reach the wrong one.',
    requires: ['TUNNEL-IDENTITY-3', 'TUNNEL-ACCEPTANCE-8'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const home = await tunnel.home();
      await tunnel.out(['80'], { home, env: { PUNCH_SECRET_KEY: `${home.path}/deep/er/own.key` } });
      await expectFile(expect, home, 'deep/er/own.key');
      await expectAbsent(expect, home, KEY_PATH);
    },
  }),
  lab({
    id: 'identity/in-created',
    title: 'in creates a missing key at the default path and uses it again',
    why: 'The client has another key at each start, so no access list can name it.',
    requires: ['TUNNEL-IDENTITY-1', 'TUNNEL-IDENTITY-2', 'TUNNEL-IDENTITY-4', 'TUNNEL-ACCEPTANCE-8'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const home = await tunnel.home();
      const { key, mapping } = await echoOut(tunnel);
      const first = await tunnel.into(key, [await mapping()], { home });
      await expectFile(expect, home, KEY_PATH);
      const before = await home.file(KEY_PATH);
      first.signal('SIGKILL');
      await first.exited();
      await tunnel.into(key, [await mapping()], { home });
      const after = await home.file(KEY_PATH);
      const digest = (file: typeof before) => (file === 'absent' ? file : sha256(file.bytes));
      expect.equal('sha256 of the key file after the second start', digest(after), digest(before));
    },
  }),
  lab({
    id: 'identity/in-path',
    title: 'in creates its key at the path that PUNCH_SECRET_KEY names',
    why: 'A client that has a key of its own for one server connects with another key and is rejected.',
    requires: ['TUNNEL-IDENTITY-3', 'TUNNEL-ACCEPTANCE-8'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const home = await tunnel.home();
      const { key, mapping } = await echoOut(tunnel);
      const env = { PUNCH_SECRET_KEY: `${home.path}/deep/er/own.key` };
      await tunnel.into(key, [await mapping()], { home, env });
      await expectFile(expect, home, 'deep/er/own.key');
      await expectAbsent(expect, home, KEY_PATH);
    },
  }),
  lab({
    id: 'identity/secret-not-printed',
    title: 'out and in print no form of the secret key',
    why: 'A reader of the log of a service manager or of CI can pose as the peer from then on.',
    requires: ['TUNNEL-IDENTITY-12'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const service = await serviceSaying(tunnel, 'here');
      const secretStaysIn = async (name: string, program: Running): Promise<void> => {
        const file = await program.home.file(KEY_PATH);
        const forms = file === 'absent' ? [] : formsOf(file.bytes);
        const printed = `${Buffer.from(program.stdout()).toString()}\n${program.stderr()}`.toLowerCase();
        const shown = forms.filter(([, form]) => form !== '' && printed.includes(form.toLowerCase()));
        expect.equal(
          `forms of the secret key in the output of ${name}`,
          shown.map(([form]) => form),
          [],
        );
      };
      const out = await tunnel.start(['out', `${service.port}`]);
      await out.printedKey(tunnel.patience);
      await secretStaysIn('out', out);
      const key = await tunnel.reachable(out);
      const into = await tunnel.into(key, [`-:${service.port}`]);
      expect.equal('stdout of in', textOf(await into.printed('here'.length)), 'here');
      await secretStaysIn('in', into);
      await secretStaysIn('out', out);
    },
  }),
  lab({
    id: 'identity/read-only',
    title: 'out and in exit with an error where a new key cannot be written',
    why: 'The program serves under a key that is gone after the restart, and the user has already passed it on.',
    requires: ['TUNNEL-IDENTITY-4', 'TUNNEL-ACCEPTANCE-8'],
    ...refusal('identity/created'),
    async run(ends) {
      await expectFailures(ends, await ends.tunnel.readOnlyHome());
    },
  }),
  ...[0, 31, 33, 64].map((length) =>
    lab({
      id: `identity/length-${length}`,
      title: `out and in exit with an error on a key file of ${length} bytes and do not change the file`,
      why: REPLACED_KEY,
      requires: ['TUNNEL-IDENTITY-9'],
      ...refusal('out/key-on-stderr'),
      async run(ends) {
        const { tunnel, expect } = ends;
        const bytes = new Uint8Array(length).fill(7);
        const home = await tunnel.home(withKey(bytes));
        await expectFailures(ends, home);
        const file = await home.file(KEY_PATH);
        expect.equal('sha256 of the file', file === 'absent' ? file : sha256(file.bytes), sha256(bytes));
      },
    }),
  ),
  lab({
    id: 'identity/unreadable',
    title: 'out and in exit with an error where the key path cannot be read',
    why: REPLACED_KEY,
    requires: ['TUNNEL-IDENTITY-10'],
    ...refusal('out/key-on-stderr'),
    async run(ends) {
      const { tunnel, expect } = ends;
      // A folder at the path of the key: permissions would not stop a superuser.
      const home = await tunnel.home([{ path: `${KEY_PATH}/inside`, bytes: text('x') }]);
      await expectFailures(ends, home);
      const inside = await home.file(`${KEY_PATH}/inside`);
      expect.that('the folder keeps its content', inside !== 'absent', {
        expected: `${KEY_PATH}/inside`,
        observed: 'no such file',
      });
    },
  }),
  lab({
    id: 'identity/concurrent',
    title: 'four programs that start at once on a missing key print the same public key',
    why: 'Two services that start at boot print two keys, and one of them is gone after the next start.',
    requires: ['TUNNEL-IDENTITY-11'],
    expects: 'service',
    async run({ tunnel, expect }) {
      const home = await tunnel.home();
      const all = await Promise.all([1, 2, 3, 4].map((port) => tunnel.out([`${port}`], { home })));
      expect.equal('number of public keys', new Set(all.map(({ key }) => key)).size, 1);
    },
  }),
];
