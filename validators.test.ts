import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { inPackage } from './package.js';
import { type GroupName, groups, referencesOf, type Validator, validatorOf } from './validators.js';
import { schemaIdOf, vectorsFolder } from './vectors/load.js';

const names = Object.keys(groups) as GroupName[];
const built = (group: GroupName): Record<string, Validator> =>
  createRequire(import.meta.url)(inPackage('dist', 'compiled', `${group}.cjs`));

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8'));

describe('the schemas of the package', () => {
  it.each(names.flatMap((group) => groups[group].files()))('%s fits the schema of 2020-12', (file) => {
    const ajv = new Ajv2020();
    expect(ajv.validateSchema(read<object>(inPackage(file)))).toBe(true);
    expect(ajv.errors).toBeNull();
  });

  it('rejects a schema with an unknown type by the same check', () => {
    expect(new Ajv2020().validateSchema({ type: 'text' })).toBe(false);
  });

  it.each(names)('every validator of %s is in the build', (group) => {
    expect(Object.keys(built(group)).sort()).toEqual([...referencesOf(group)].sort());
  });

  it('rejects a reference that no schema has', () => {
    expect(() => validatorOf('stream', 'conform:/none.schema.json')).toThrow(
      'no schema conform:/none.schema.json',
    );
  });
});

describe('a compiled validator', () => {
  const damages: readonly [string, (file: { vectors: Record<string, unknown>[] }) => unknown][] = [
    ['a whole file', (file) => file],
    ['a file with an unknown member', (file) => ({ ...file, extra: 1 })],
    ['a file without vectors', ({ vectors: _, ...file }) => file],
    ['a vector without expectation', (file) => ({ ...file, vectors: [{ ...file.vectors[0], expect: {} }] })],
    ['a vector of an unknown operation', (file) => ({ ...file, vectors: [{ ...file.vectors[0], op: 'x' }] })],
  ];
  const structures = referencesOf('vectors')
    .filter((id) => id.includes('/', 'conform:/'.length))
    .map((id) => id.slice('conform:/'.length, -'.schema.json'.length));

  it.each(structures)('of %s says what ajv says in process', (structure) => {
    const id = schemaIdOf(structure);
    const [compiled, inProcess] = [built('vectors')[id], validatorOf('vectors', id)];
    for (const [what, damage] of damages) {
      const value = damage(read(`${vectorsFolder}/${structure}.json`));
      expect(compiled?.(value), what).toBe(inProcess(value));
      expect(compiled?.errors, what).toEqual(inProcess.errors);
    }
    expect(inProcess(read(`${vectorsFolder}/${structure}.json`))).toBe(true);
  });
});
