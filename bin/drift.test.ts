import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-drift-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const drift = (...words: string[]) => conform(['drift', ...words]);

describe('conform drift', () => {
  it('rejects an unknown text and a missing file', async () => {
    expect((await drift('--spec', file('stranger.txt', 'nothing of ours\n'))).status).toBe(2);
    expect((await drift('--spec', join(folder, 'missing'))).status).toBe(2);
  });

  it('describes a text that has lost almost all its sentences', async () => {
    const edited = file('edited.txt', '7. Token Format\nSomething else.\n');
    const { status, stdout } = await drift('--spec', edited, '--protocol', 'punch', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ protocol: 'punch', same: false, formOnly: false });
  });
});

const spec = inPackage('..', 'shared', 'spec', 'punch-rfc-1.0.0.txt');

describe.skipIf(!existsSync(spec))('conform drift, with the spec texts next to the checkout', () => {
  const text = existsSync(spec) ? readFileSync(spec, 'utf8') : '';
  const edited = file('limit.txt', text.replace('<b>', '').replace(/(requests MUST return) 429/, '$1 503'));

  it('exits 0 for another form of the text', async () => {
    const { status, stdout } = await drift('--spec', file('crlf.txt', text.replaceAll('\n', '\r\n')));
    expect(stdout).toContain('changed only in its form');
    expect(status).toBe(0);
    expect((await drift('--spec', spec)).stdout).toContain('is the one that this version is written against');
  });

  it('names the clauses that rest on an edited sentence, with cases, waivers and sets', async () => {
    const waivers = file(
      'waivers.json',
      '[{"id":"punch/5.2/*","expect":"fail","reason":"known","expires":"2999-12-31"}]',
    );
    const { status, stdout } = await drift('--spec', edited, '--old', spec, '--waivers', waivers);
    expect(status).toBe(1);
    expect(stdout).toContain('[-429-] {+503+}');
    expect(stdout).toMatch(/cases {4}.*punch\/5\.2\//);
    expect(stdout).toContain('waivers  punch/5.2/*');
    expect(stdout).toContain('sets     punch-1.0.0');
  });

  it.each([
    ['markdown', '**503**', '## Clauses'],
    ['html', '<ins>503</ins>', '<h2>Clauses</h2>'],
  ])('draws it as %s', async (format, word, heading) => {
    const { stdout } = await drift('--spec', edited, '--old', spec, '--format', format);
    expect(stdout).toContain(word);
    expect(stdout).toContain(heading);
    expect(stdout).toMatch(format === 'html' ? /<del>429<\/del>/ : /~~429~~/);
  });

  it('names a new rule that no case tests', async () => {
    const more = file(
      'more.txt',
      text.replace('5.3 Idempotency\n', '5.3 Idempotency\nEach reply MUST be signed.\n'),
    );
    const { stdout } = await drift('--spec', more);
    expect(stdout).toContain('no clause covers 1 new rule');
    expect(stdout).toMatch(/new in 5\.3 {2}no clause covers this\n {4}Each reply MUST be signed\./);
    expect(stdout).toContain('0 clauses touched');
  });
});
