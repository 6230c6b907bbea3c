import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../../package.js';
import { liveCases } from '../../suites/punch/cases.js';
import { brokers } from './programs.js';
import { differences, failsIn } from './table.js';

const page = `
| folder | built on |
| ------ | -------- |
| one    | sand     |

| case        | one  | two  | why |
| ----------- | ---- | ---- | --- |
| \`punch/1/a\` | fail |      | x   |
| \`punch/1/b\` | fail | fail | y   |

the end
`;

describe('the table of the brokers', () => {
  it('lists the failed cases of each broker', () => {
    const fails = failsIn(page, ['one', 'two']);
    expect([...(fails.get('one') ?? [])]).toEqual(['punch/1/a', 'punch/1/b']);
    expect([...(fails.get('two') ?? [])]).toEqual(['punch/1/b']);
  });

  it('has a column for each requested broker', () => {
    expect(() => failsIn(page, ['three'])).toThrow('no column for three');
    expect(() => failsIn('no table', ['one'])).toThrow('no table');
  });

  it('differs from a run when either lists a failure that the other lacks', () => {
    expect(differences(new Set(['a', 'b']), ['b', 'c'])).toEqual([
      'the page says that a fails: it does not',
      'c fails: the page does not say so',
    ]);
    expect(differences(new Set(['a']), ['a'])).toEqual([]);
  });

  it('names only existing cases', () => {
    const ids = new Set(liveCases.map(({ id }) => id));
    const own = readFileSync(inPackage('examples', 'brokers', 'README.md'), 'utf8');
    const fails = failsIn(
      own,
      brokers.map(({ name }) => name),
    );
    const named = [...fails.values()].flatMap((some) => [...some]);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });
});
