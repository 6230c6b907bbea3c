import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { draftRequirement, placesKnown } from '../suites/draft_requirement.js';
import { readLedger } from '../suites/ids.js';
import { protocols } from '../suites/protocols.js';
import { readPrints } from '../suites/spec_prints.js';
import { hashOf, printOf } from '../suites/spec_text.js';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-draft-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** A heading is known by its title, wherever it stands. */
const titleOf = (section: string): string =>
  readPrints('punch').sections.find((one) => one.section === section)?.title ?? '';
const spec = join(folder, 'new.txt');
writeFileSync(
  spec,
  `5. ${titleOf('5')}
Each reply MUST be signed, and
   peers should say why.
5.2 ${titleOf('5.2')}
Peers MAY nap. Servers are quiet at night. A server SHOULD answer.
5.3 ${titleOf('5.3')}
A server SHOULD answer.
`,
);

const init = (...words: string[]) => conform(['init', 'requirement', ...words]);
const punch = (sentence: string, ...words: string[]) =>
  init('--protocol', 'punch', '--spec', spec, '--sentence', sentence, ...words);

describe('conform init requirement', () => {
  it('drafts a record with a new id, the level of the key word, and the commands that come next', async () => {
    const { status, stdout, stderr } = await punch('reply MUST be signed');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [, id = ''] = /id: '(PUNCH-5-\d+)'/.exec(stdout) ?? [];
    expect(readLedger().ids).not.toContain(id);
    expect(stdout).toContain('// suites/punch/requirements, among the clauses of section 5\n');
    expect(stdout).toContain("  level: 'must',\n  binds: ['server'],\n  observed: ['live'],\n  text: '',\n");
    expect(stdout).toContain(
      `--clause ${id} --sentence 'Each reply MUST be signed, and peers should say why.'`,
    );
    expect(stdout).toContain('node scripts/record-ids.mjs');
  });

  it.each([
    ['MAY nap', "level: 'may'", false],
    ['SHOULD answer', "level: 'should'", false],
    ['are quiet', "level: 'must',\n  implied: true", true],
  ])('reads the level of a sentence with "%s"', async (words, level, implied) => {
    const { stdout } = await punch(words, '--section', '5.2');
    expect(stdout).toContain(level);
    expect(stdout.includes('implied')).toBe(implied);
  });

  it.each<readonly [what: string, words: readonly string[], told: string]>([
    ['no protocol', ['--sentence', 'x'], '--protocol is missing: name one, --protocol punch|'],
    ['an unknown protocol', ['--protocol', 'pumch', '--sentence', 'x'], 'did you mean "punch"?'],
    ['no sentence', ['--protocol', 'punch'], '--sentence is missing'],
    ['an empty sentence', ['--protocol', 'punch', '--sentence', ' '], '--sentence is missing'],
    [
      'a sentence that the known text does not have',
      ['--protocol', 'punch', '--sentence', 'Each reply MUST be signed.'],
      'name the new text with --spec FILE',
    ],
    ['an option of another kind', ['--protocol', 'punch', '--sentence', 'x', '--lang', 'go'], 'init adapter'],
    [
      'a folder',
      ['--protocol', 'punch', '--sentence', 'x', '--out', 'x'],
      '--out: init requirement does not take it: remove it; it is for init adapter',
    ],
  ])('exits 2 for %s', async (_, words, told) => {
    const { status, stdout, stderr } = await init(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(told);
  });

  it.each<readonly [what: string, sentence: string, words: readonly string[], told: string]>([
    ['stands in several sections', 'SHOULD answer', [], 'in 5.2, 5.3: choose with --section'],
    ['stands elsewhere', 'MAY nap', ['--section', '5.3'], '5.3 does not have this sentence; 5.2 does'],
    ['stands nowhere', 'MUST fly', [], 'has no such sentence'],
    ['fits two of a section', 'e', ['--section', '5.2'], 'write more of it'],
  ])('exits 2 for a sentence that %s', async (_, sentence, words, told) => {
    const { status, stderr } = await punch(sentence, ...words);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
  });
});

describe('a drafted id', () => {
  const [{ requirements } = { requirements: [] }] = protocols;

  it('is an id that was never used before', () => {
    const place = { section: '5', sentence: 'It MUST.' };
    expect(draftRequirement('punch', place, requirements, ['PUNCH-5-3', 'PUNCH-5-9']).id).toBe('PUNCH-5-10');
    expect(draftRequirement('punch', place, requirements, ['PUNCH-5.2-8']).id).toBe('PUNCH-5-1');
    const named = { section: 'identity', sentence: 'It MUST.' };
    expect(draftRequirement('tunnel', named, requirements, []).id).toBe('TUNNEL-IDENTITY-1');
  });

  it('finds a whole sentence of the known text by its hash, however it is wrapped', () => {
    const sentence = 'Each one MUST end.';
    const prints = { sections: [{ section: '9', title: '', sentences: [printOf(sentence)] }], clauses: {} };
    expect(placesKnown(prints, 'Each  one\nMUST end.')).toEqual([{ section: '9', sentence }]);
    expect(placesKnown(prints, 'Each one')).toEqual([]);
    expect(hashOf(sentence)).toHaveLength(16);
  });
});
