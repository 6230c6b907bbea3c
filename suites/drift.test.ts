import { describe, expect, it } from 'vitest';
import { drift, specOf } from './drift.js';
import type { Requirement } from './model.js';
import { type Spec, sectionsOf, sha256 } from './spec.js';

const text = '1. Tokens\nOld rule.\n1.1 Form\nA form.\n2. Errors\nA code.\n';

const spec: Spec = {
  protocol: 'alpha',
  title: 'Alpha',
  version: '1',
  sha256: sha256(text),
  sections: sectionsOf(text),
};

const requirement = (id: string, section: string): Requirement => ({
  id,
  protocol: 'alpha',
  section,
  level: 'must',
  binds: ['server'],
  observed: ['live'],
  text: 'Something holds.',
});

const requirements = [requirement('A-1-1', '1'), requirement('A-2-1', '2')];
const cases = [
  { id: 'alpha/1/one', requires: ['A-1-1'] },
  { id: 'alpha/2/two', requires: ['A-2-1'] },
];

describe('drift', () => {
  it('finds nothing in the same text', () => {
    expect(drift(spec, text, requirements, cases)).toMatchObject({ same: true, sections: [] });
  });

  it('names the section that changed, with the requirements and cases that hang on it', () => {
    const { same, sections } = drift(spec, text.replace('Old', 'New'), requirements, cases);
    expect(same).toBe(false);
    expect(sections).toEqual([
      { section: '1', title: 'Tokens', change: 'changed', requirements: ['A-1-1'], cases: ['alpha/1/one'] },
    ]);
  });

  it('tells removed and added sections from changed ones', () => {
    const other = text.replace('2. Errors\nA code.\n', '1.2 More\nx\n');
    expect(drift(spec, other, requirements, cases).sections).toMatchObject([
      { section: '2', change: 'removed', requirements: ['A-2-1'], cases: ['alpha/2/two'] },
      { section: '1.2', change: 'added', requirements: [] },
    ]);
  });
});

describe('specOf', () => {
  const other: Spec = { ...spec, protocol: 'beta', sections: sectionsOf('1. Names\nx\n2. Errors\ny\n') };

  it('recognises an edited text by the sections that it kept', () => {
    expect(specOf(text.replace('Old', 'New'), [other, spec])?.protocol).toBe('alpha');
  });

  it('recognises nothing in a stranger', () => {
    expect(specOf('hello\n', [other, spec])).toBeUndefined();
  });
});
