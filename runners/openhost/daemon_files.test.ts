import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readToml } from '../../reference/openhost/peers/daemon/toml.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import { breakable, identityShown, trusting } from './daemon_files.js';
import { CallFailed, NotUp } from './daemon_program.js';

const dir = mkdtempSync(join(tmpdir(), 'conform-daemon-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the identity that a daemon shows', () => {
  const { name, publicKey } = createIdentity();
  const shown = (output: string) => identityShown({ call: async () => output }, 'daemon.toml');

  it.each([`oh://${name}/`, `oh://${name}`, `\u001b[32midentity:\u001b[0m oh://${name}/ (new)\n`])(
    'is read from %j',
    async (output) => {
      expect(await shown(output)).toEqual({ url: `oh://${name}/`, key: publicKey, name });
    },
  );

  it.each([
    ['', /printed no oh:\/\/ URL/],
    [`oh://${name.slice(1)}/`, /printed no oh:\/\/ URL/],
    [`oh://${'0'.repeat(52)}/`, /`identity show` names oh:\/\/0{52}: .*must be oh:\/\//],
  ])('is missing in %j, which blocks the cases', async (output, why) => {
    await expect(shown(output)).rejects.toThrow(Unreachable);
    await expect(shown(output)).rejects.toThrow(why);
  });

  it('is not shown by a daemon that rejects its configuration, which has not started', async () => {
    const failing = (error: Error) => identityShown({ call: () => Promise.reject(error) }, 'daemon.toml');
    await expect(failing(new CallFailed('ended with 1: empty list'))).rejects.toThrow(NotUp);
    await expect(failing(new CallFailed('ended with 1: empty list'))).rejects.toThrow(
      'ended with 1: empty list',
    );
    await expect(failing(new Unreachable('it hung'))).rejects.not.toThrow(NotUp);
  });

  it('is asked of the daemon with its configuration', async () => {
    const asked: string[][] = [];
    const call = async (...words: string[]) => {
      asked.push(words);
      return `oh://${name}/`;
    };
    await identityShown({ call }, 'daemon.toml');
    expect(asked).toEqual([['daemon.toml', 'identity', 'show']]);
  });
});

it('a daemon trusts the authority of our relay, and gets the variables of the operator', () => {
  const env = trusting(dir, 'PEM', { RUST_LOG: 'debug' });
  expect(readFileSync(env['SSL_CERT_FILE'] ?? '', 'utf8')).toBe('PEM');
  expect(env).toMatchObject({
    NODE_EXTRA_CA_CERTS: env['SSL_CERT_FILE'],
    NO_PROXY: '127.0.0.1,localhost',
    RUST_LOG: 'debug',
  });
});

describe('the file of the pairs', () => {
  const file = join(dir, 'allow.toml');

  it('cannot be read while it is damaged, and is the same afterwards', () => {
    writeFileSync(file, '[[pair]]\npubkey = "x"\n');
    const pairs = breakable(file);
    pairs.damage();
    expect(() => readToml(readFileSync(file, 'utf8'))).toThrow();
    pairs.mend();
    expect(readFileSync(file, 'utf8')).toBe('[[pair]]\npubkey = "x"\n');
    expect(existsSync(`${file}.whole`)).toBe(false);
  });

  it('that the daemon keeps elsewhere skips the case', () => {
    expect(() => breakable(join(dir, 'absent.toml')).damage()).toThrow(Unclaimed);
  });
});
