import { createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
const key = join(folder, 'own.key');

describe('conform keys new', () => {
  beforeAll(async () => {
    expect((await conform(['keys', 'new', '--out', key])).status).toBe(0);
  });

  it('writes a private key that only its owner may read, and the public key', () => {
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(createPrivateKey(readFileSync(key)).asymmetricKeyType).toBe('ed25519');
    expect(createPublicKey(readFileSync(key)).equals(createPublicKey(readFileSync(`${key}.pub`)))).toBe(true);
  });

  it('overwrites no key', async () => {
    const before = readFileSync(key);
    const { status, stderr } = await conform(['keys', 'new', '--out', key]);
    expect(status).toBe(2);
    expect(stderr).toContain(`${key} already exists`);
    expect(readFileSync(key)).toEqual(before);
  });

  it('leaves nothing where the folder is missing', async () => {
    const { status, stderr } = await conform(['keys', 'new', '--out', join(folder, 'none', 'one.key')]);
    expect(status).toBe(2);
    expect(stderr).toContain('ENOENT');
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});
