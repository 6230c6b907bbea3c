import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { killsOf } from '../suites/kills.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';
import { withCovered } from './readme_table.js';

const readme = readFileSync(inPackage('README.md'), 'utf8');

it('holds the README to the clauses, the cases and the recorded kills (node scripts/record-ids.mjs writes it)', () => {
  expect(readme).toBe(withCovered(readme));
});

it('overwrites a table that was changed by hand', () => {
  const changed = readme.replace(/\*\*\d+ of \d+ mutants are killed\*\*/, '**all mutants are killed**');
  expect(changed).not.toBe(readme);
  expect(withCovered(changed)).toBe(readme);
});

it.each(protocols.map((protocol) => [protocol.spec.protocol, protocol] as const))(
  'has a row of %s whose parts add up',
  (name, protocol) => {
    const row = readme.split('\n').find((line) => new RegExp(`^\\| ${name} +\\|( +\\d+ \\|){5}`).test(line));
    const [clauses, tested, excluded, vectors, live] = (row?.match(/\d+/g) ?? []).map(Number);
    expect(clauses).toBe(protocol.requirements.length);
    expect((tested ?? 0) + (excluded ?? 0)).toBe(clauses);
    expect((vectors ?? 0) + (live ?? 0)).toBe(casesOf([protocol]).length);
    const kills = killsOf(name);
    expect(row).toContain(`${kills?.killed} of ${kills?.mutants} (`);
  },
);

it('says what is wrong with a README without a place for it', () => {
  expect(() => withCovered('# conform\n')).toThrow('README.md has no place between');
});
