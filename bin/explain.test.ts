import { describe, expect, it } from 'vitest';
import { explained } from './explain.js';
import { openLibrary } from './library.js';
import { conform } from './testing/conform.js';

const asked = async (...words: readonly string[]) => conform(['explain', ...words]);

describe('explain', () => {
  const library = openLibrary();

  it.each(['cases', 'requirements', 'structures', 'targets', 'reporters', 'tags', 'sets'])(
    'knows every id that list shows of %s',
    async (what) => {
      const { stdout } = await conform(['list', what, '--json']);
      const rows: readonly Record<string, string>[] = JSON.parse(stdout);
      expect(rows.length).toBeGreaterThan(2);
      const ids = rows.map((row) => String(Object.values(row)[0]));
      for (const id of ids) expect(explained(id, undefined, library, 100).text.split('\n')[0]).toContain(id);
    },
  );

  it('prints the shapes of an operation, with units and an example', async () => {
    const { stdout } = await asked('punch/token', 'verify');
    for (const part of [
      /^punch\/token verify$/m,
      /^given\.secret +bytes as lower-case hex$/m,
      /^given\.now +integer; milliseconds since 1970$/m,
      /^given\.stream +string; left out where the request names none \(optional\)$/m,
      /^accept\.exp +integer; seconds since 1970$/m,
      /^example +punch\/token\/verify-/m,
    ]) {
      expect(stdout).toMatch(part);
    }
    expect(stdout).not.toContain('punch/token sign');
  });

  it('prints all operations of a structure', async () => {
    const { stdout } = await asked('punch/token');
    for (const op of ['decode', 'verify', 'sign', 'encode']) expect(stdout).toContain(`punch/token ${op}\n`);
  });

  it('explains each id that a glob matches', async () => {
    const named = [...library.vectors.keys()].filter((id) => id.startsWith('punch/token/encode-'));
    const { status, stdout } = await asked('punch/token/encode-*');
    expect(status).toBe(0);
    expect(named.length).toBeGreaterThan(3);
    for (const id of named) expect(`\n${stdout}`).toContain(`\n${id}\n`);
    expect(stdout).not.toContain('punch/token/decode-');
    const { stdout: json } = await asked('punch/token/encode-*', '--json');
    expect(JSON.parse(json)).toHaveLength(named.length);
  });

  it.each([
    [['punch/token', 'verfy'], 'unknown operation "verfy" (did you mean "verify"?)'],
    [['PUNCH-7-6', 'verify'], '"verify" is one word too many: PUNCH-7-6 is not a structure'],
    [['punch/tokn'], 'unknown id "punch/tokn" (did you mean "punch/token"?)'],
    [['punch/token/encod-*'], 'no id matches "punch/token/encod-*": conform list shows the ids'],
    [['punch/token/encode-*', 'encode'], 'is not a structure, and only structures have operations'],
  ])('refuses %j', async (words, told) => {
    const { status, stderr } = await asked(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
  });
});
