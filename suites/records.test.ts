import { describe, expect, it } from 'vitest';
import { vectorSets } from './records.js';
import { casesOf } from './registry.js';

const records = vectorSets().flatMap(({ vectors }) => vectors);

describe('the record of a vector', () => {
  it('has the level by which a run gates', () => {
    const levels = new Map(casesOf().map(({ id, level }) => [id, level]));
    expect(records.map(({ id, level }) => [id, level])).toEqual(
      records.map(({ id }) => [id, levels.get(id)]),
    );
    expect(new Set(records.map(({ level }) => level)).size).toBeGreaterThan(1);
  });

  it('has the text of each requirement that it cites', () => {
    for (const { id, requirements, clauses } of records) {
      expect(
        clauses.map((clause) => clause.id),
        id,
      ).toEqual(requirements);
      for (const { text, section } of clauses)
        expect(
          [text, section].every((part) => part !== ''),
          id,
        ).toBe(true);
    }
  });

  it('has the finding that decides it', () => {
    const late = records.find(({ id }) => id === 'punch/token/verify-one-second-late-octets');
    expect(late?.findings.map(({ id }) => id)).toContain('PUNCH-F15');
  });

  it('carries the version of its specification', () => {
    for (const { spec, version } of vectorSets()) {
      expect(spec.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });
});
