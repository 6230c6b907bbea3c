import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DecodeError } from '../../bytes/error.js';
import { hex } from '../../bytes/hex.js';
import { keyFile, SECRET_KEY } from '../../tunnel/key_file.js';
import type { Rules } from '../../tunnel/peers/rules.js';
import { mutant } from './mutant.js';

/** Replaces an unusable key file, as if it did not exist. */
const replacing =
  (replaced: (error: unknown) => boolean) =>
  ({ readKey }: Rules): Partial<Rules> => ({
    async readKey(path) {
      try {
        return await readKey(path);
      } catch (error) {
        if (!replaced(error)) throw error;
        await rm(path, { recursive: true });
        return undefined;
      }
    },
  });

/** Long enough that all programs that start at once find no key. */
const AT_ONCE = 3000;

const paths = [
  mutant({
    id: 'key-path-ignored',
    clause: ['IDENTITY-3'],
    what: 'out ignores PUNCH_SECRET_KEY.',
    kills: ['identity/path'],
    only: 'out',
    change: (rules) => ({ keyPath: (_env, home) => rules.keyPath({}, home) }),
  }),
  mutant({
    id: 'key-path-ignored-by-in',
    clause: ['IDENTITY-3'],
    what: 'in ignores PUNCH_SECRET_KEY.',
    kills: ['identity/in-path'],
    only: 'in',
    change: (rules) => ({ keyPath: (_env, home) => rules.keyPath({}, home) }),
  }),
  mutant({
    id: 'no-environment',
    clause: ['IDENTITY-3'],
    what: 'The program reads no environment variable.',
    kills: ['identity/path', 'identity/in-path'],
    change: () => ({ environment: () => ({}) }),
  }),
];

const keeping = [
  mutant({
    id: 'key-not-kept',
    clause: ['IDENTITY-4'],
    what: 'out makes a new key at each start.',
    kills: ['identity/created'],
    only: 'out',
    change: () => ({ keepKey: async (_path, fresh) => fresh }),
  }),
  mutant({
    id: 'key-not-kept-by-in',
    clause: ['IDENTITY-4'],
    what: 'in makes a new key at each start.',
    kills: ['identity/in-created'],
    only: 'in',
    change: () => ({ keepKey: async (_path, fresh) => fresh }),
  }),
  mutant({
    id: 'unkept-key-used',
    clause: ['IDENTITY-4'],
    what: 'A key that cannot be written is used all the same.',
    kills: ['identity/read-only'],
    change: (rules) => ({
      async keepKey(path, fresh) {
        try {
          return await rules.keepKey(path, fresh);
        } catch {
          return fresh;
        }
      },
    }),
  }),
  mutant({
    id: 'key-for-all',
    clause: ['IDENTITY-8'],
    what: 'A new key file can be read by everybody.',
    kills: ['identity/form'],
    change: (rules) => ({
      async keepKey(path, fresh) {
        const kept = await rules.keepKey(path, fresh);
        await chmod(path, 0o644);
        return kept;
      },
    }),
  }),
  mutant({
    id: 'key-made-by-each',
    clause: ['IDENTITY-11'],
    what: 'Each of several programs that start at once keeps the key that it made itself.',
    kills: ['identity/concurrent'],
    change: () => ({
      async keepKey(path, fresh) {
        await sleep(AT_ONCE);
        await mkdir(dirname(path), { recursive: true });
        const draft = `${path}.${randomBytes(6).toString('hex')}`;
        await writeFile(draft, keyFile.encode(fresh), { mode: 0o600 });
        await rename(draft, path);
        return fresh;
      },
    }),
  }),
  mutant({
    id: 'secret-printed',
    clause: ['IDENTITY-12'],
    what: 'The secret key is printed to stderr.',
    kills: ['identity/secret-not-printed'],
    change: (rules) => ({
      bind(options) {
        process.stderr.write(`using secret ${hex.encode(options.secret)}\n`);
        return rules.bind(options);
      },
    }),
  }),
];

const reading = [
  mutant({
    id: 'wrong-key-replaced',
    clause: ['IDENTITY-9'],
    what: 'A key file of another length is replaced by a new one.',
    kills: ['identity/length-0', 'identity/length-31'],
    change: replacing((error) => error instanceof DecodeError),
  }),
  mutant({
    id: 'unreadable-key-replaced',
    clause: ['IDENTITY-10'],
    what: 'A key path that cannot be read is replaced by a new key file.',
    kills: ['identity/unreadable'],
    change: replacing((error) => !(error instanceof DecodeError)),
  }),
  mutant({
    id: 'long-key-cut',
    clause: ['IDENTITY-9'],
    what: 'The first 32 bytes of a longer key file are used.',
    kills: ['identity/length-33', 'identity/length-64'],
    change: (rules) => ({
      async readKey(path) {
        try {
          return await rules.readKey(path);
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error;
          return keyFile.decode(new Uint8Array(await readFile(path)).subarray(0, SECRET_KEY));
        }
      },
    }),
  }),
];

export const identity = [...paths, ...keeping, ...reading];
