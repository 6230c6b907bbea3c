import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cbor } from '../../reference/bytes/cbor.js';
import { hex } from '../../reference/bytes/hex.js';
import { structures } from '../../reference/structures.js';
import { openBytePaths } from '../byte_paths.js';
import { vectorsFolder } from '../load.js';
import { bakeAll, generate } from './generate.js';
import { bake, type Draft, type Recipe } from './recipe.js';
import { recipes } from './recipes.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-generate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const baked = bakeAll();
const bytePaths = openBytePaths();

describe('vectors generate', () => {
  it('makes the bytes that are in the repository', () => {
    expect(generate({ check: true })).toEqual([]);
  });

  it('writes and names the files that differ, and the next time none', () => {
    cpSync(vectorsFolder, folder, { recursive: true, filter: (path) => !path.endsWith('.ts') });
    const path = join(folder, 'punch', 'token.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"punch"', '"lunch"'));
    rmSync(join(folder, 'openhost', 'frame.cbor'));
    expect(generate({ check: false, folder }).sort()).toEqual(['openhost/frame.cbor', 'punch/token.json']);
    expect(generate({ check: true, folder })).toEqual([]);
  });

  it.each(baked.map(({ path, file, cbor: bytes }) => [path, file, bytes] as const))(
    '%s says the same in CBOR, with bytes as bytes',
    (_path, file, bytes) => {
      const paths = new Set(bytePaths(file.structure, file));
      let seen = 0;
      const toJson = (value: unknown, at: string): unknown => {
        if (value instanceof Uint8Array) {
          expect(paths).toContain(at);
          seen += 1;
          return hex.encode(value);
        }
        if (Array.isArray(value)) return value.map((one, i) => toJson(one, `${at}/${i}`));
        if (typeof value !== 'object' || value === null) return value;
        return Object.fromEntries(
          Object.entries(value).map(([name, one]) => [
            name,
            toJson(one, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
          ]),
        );
      };
      expect(toJson(cbor.decode(bytes), '')).toEqual(JSON.parse(JSON.stringify(file)));
      expect(seen).toBe(paths.size);
    },
  );
});

describe('a recipe', () => {
  it.each(recipes.map((recipe) => [recipe.structure, recipe] as const))(
    'of %s gives every vector the same bytes alone as among the others, and behind a new one',
    (structure, recipe) => {
      const reference = structures.get(structure);
      if (!reference) throw new Error(`no structure ${structure}`);
      const before = new Map(bake(recipe, reference).vectors.map((one) => [one.id, JSON.stringify(one)]));
      const [first] = recipe.drafts();
      const added: Recipe = {
        ...recipe,
        drafts: () => [{ ...(first as Draft), slug: 'one-more' }, ...recipe.drafts().toReversed()],
      };
      const after = new Map(bake(added, reference).vectors.map((one) => [one.id, JSON.stringify(one)]));
      expect(after.size).toBe(before.size + 1);
      for (const [id, text] of before) expect(after.get(id)).toBe(text);
    },
  );

  const [recipe] = recipes;
  const reference = structures.get(recipe?.structure ?? '');
  const [accepted] = recipe?.drafts().filter(({ reject }) => reject === undefined) ?? [];
  const bakeAlone = (draft: object) => () => {
    if (!recipe || !reference || !accepted) throw new Error('there is no recipe');
    return bake({ ...recipe, drafts: () => [{ ...accepted, ...draft } as Draft] }, reference);
  };

  const bakedWith = (draft: Partial<Draft>) => () => {
    if (!recipe) throw new Error('there is no recipe');
    const drafts = () => [...recipe.drafts(), { ...recipe.drafts()[0], ...draft } as Draft];
    return bakeAll([{ ...recipe, drafts }], new Set(recipe.drafts().flatMap(({ requires }) => requires)));
  };

  it.each<[string, Partial<Draft>, RegExp]>([
    ['has a slug twice', {}, /^the recipe of \S+#\/vectors\/\d+\/id: \S+ occurs twice$/],
    ['names a twin that is not there', { slug: 'new', twin: 'nobody' } as Partial<Draft>, /twin/],
    [
      'requires a clause that nobody knows',
      { slug: 'new', requires: ['PUNCH-0-0'] },
      /requires PUNCH-0-0, and/,
    ],
  ])('that %s is not written', (_what, draft, told) => {
    expect(bakedWith({ slug: 'new' })).not.toThrow();
    expect(bakedWith(draft)).toThrow(told);
  });

  it.each([
    ['expects what the reference does not give', { accept: { not: 'this' } }, /the reference returns/],
    ['expects a refusal of what is accepted', { reject: 'token/prefix' }, /the reference accepts it/],
    ['leaves the answer to the reference', { accept: undefined }, /states neither accept nor reject/],
    ['asks an unknown operation', { op: 'juggle' }, /has no operation juggle/],
  ])('that %s is not baked', (_what, draft, told) => expect(bakeAlone(draft)).toThrow(told));
});
