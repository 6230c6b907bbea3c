import { describe, expect, it } from 'vitest';
import { loadVectors } from '../vectors/load.js';
import { protocols } from './protocols.js';

const files = loadVectors();

const known = new Map(
  protocols.map(({ spec, requirements }) => [
    spec.protocol,
    new Map(requirements.map((one) => [one.id, one])),
  ]),
);

describe('the vectors', () => {
  it('are there', () => expect(files.length).toBeGreaterThan(0));

  describe.each(files)('of $structure', (file) => {
    const own = known.get(file.protocol);

    it('cite requirements of their protocol that are written down', () => {
      const strange = file.vectors.flatMap(({ id, requirements }) =>
        requirements.filter((one) => !own?.has(one)).map((one) => `${id} cites ${one}`),
      );
      expect(strange).toEqual([]);
      expect(file.vectors.filter(({ requirements }) => requirements.length === 0)).toEqual([]);
    });

    it('cite only clauses that a vector can show', () => {
      const blind = file.vectors.flatMap(({ id, requirements }) =>
        requirements
          .filter((one) => !own?.get(one)?.observed.includes('vector'))
          .map((one) => `${id} cites ${one}`),
      );
      expect(blind).toEqual([]);
    });

    it('name sections that the text has', () => {
      const text = protocols.find(({ spec }) => spec.protocol === file.protocol);
      const sections = text?.spec.sections.map(({ section }) => section);
      for (const section of file.sections) expect(sections).toContain(section);
      expect(file.sections).not.toEqual([]);
    });

    it('say why they are there', () => {
      expect(file.vectors.filter(({ why }) => why.split(' ').length < 2).map(({ id }) => id)).toEqual([]);
    });
  });
});

describe('the findings', () => {
  const ids = new Set(files.flatMap(({ vectors }) => vectors.map(({ id }) => id)));

  it('point at vectors that exist', () => {
    const structures = new Set(files.map(({ structure }) => structure));
    const cited = protocols.flatMap(({ findings }) => findings.flatMap(({ related }) => related));
    const toVectors = cited.filter((id) => structures.has(id.split('/').slice(0, 2).join('/')));
    expect(toVectors.filter((id) => !ids.has(id))).toEqual([]);
  });
});
