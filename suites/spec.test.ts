import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { spec as openhost } from './openhost/spec.js';
import { spec as punch } from './punch/spec.js';
import { sectionsOf, sha256 } from './spec.js';
import { spec as tunnel } from './tunnel/spec.js';

const texts = [
  { spec: punch, file: 'punch-rfc-1.0.0.txt' },
  { spec: openhost, file: 'openhost-wire-format.txt' },
  { spec: tunnel, file: 'tunnel-punch-over-iroh.md' },
].map(({ spec, file }) => ({ spec, path: inPackage('..', 'shared', 'spec', file) }));

describe('the recorded spec texts', () => {
  for (const { spec, path } of texts) {
    it(`of ${spec.protocol} are those of the text next to the checkout`, (context) => {
      if (!existsSync(path))
        context.skip('the spec texts are not ours to ship, and none lies beside the checkout');
      const text = readFileSync(path, 'utf8');
      expect(sha256(text)).toBe(spec.sha256);
      expect(sectionsOf(text)).toEqual(spec.sections);
    });
  }
});

describe('sectionsOf', () => {
  const numbered =
    'Preamble\n1. First\n1. not a heading\n1.1 Part\n3.1 Stray\n2. Second\nAppendix A: More\nx\n';

  it('follows numbered headings and ignores stray numbers', () => {
    expect(sectionsOf(numbered).map(({ section, title }) => [section, title])).toEqual([
      ['0', 'Introduction'],
      ['1', 'First'],
      ['1.1', 'Part'],
      ['2', 'Second'],
      ['A', 'More'],
    ]);
  });

  it('names markdown sections by their first word', () => {
    const text = '# punch\nhello\n## Access Control\n1. Item\n### `punch out` now\ny\n';
    expect(sectionsOf(text).map(({ section }) => section)).toEqual(['intro', 'access', 'out']);
  });

  it('changes the hash of the section that changed, and of no other', () => {
    const before = sectionsOf(numbered);
    const after = sectionsOf(numbered.replace('Stray', 'Changed'));
    const changed = before.filter(({ sha256 }, n) => sha256 !== after[n]?.sha256);
    expect(changed.map(({ section }) => section)).toEqual(['1.1']);
  });

  it('does not see line endings, nor blanks at the end of a line', () => {
    expect(sectionsOf(numbered.replaceAll('\n', '  \r\n'))).toEqual(sectionsOf(numbered));
  });
});
