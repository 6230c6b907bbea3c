import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type CborValue, cbor } from '../../reference/bytes/cbor.js';
import { hex } from '../../reference/bytes/hex.js';
import { structures } from '../../reference/structures.js';
import { type BytePaths, openBytePaths } from '../byte_paths.js';
import { refuseBrokenTwins, schemaIdOf, vectorsFolder } from '../load.js';
import { checker } from '../schema.js';
import type { VectorFile } from '../vector.js';
import { bake, type Recipe, RecipeError } from './recipe.js';
import { recipes } from './recipes.js';

export interface Baked {
  /** Its path below the folder of the vectors, without an extension. */
  readonly path: string;
  readonly file: VectorFile;
  readonly json: string;
  readonly cbor: Uint8Array;
}

/** Throws for a duplicate slug, a missing twin or an unknown clause, before anything is written. */
export function bakeAll(from: readonly Recipe[] = recipes, clauses?: ReadonlySet<string>): Baked[] {
  const bytePaths = openBytePaths();
  return from.map((recipe) => {
    const structure = structures.get(recipe.structure);
    if (!structure)
      throw new RecipeError(
        `no structure ${recipe.structure} in the reference: add its *.structure.ts to the index of its protocol`,
      );
    const file = bake(recipe, structure);
    refuseBrokenTwins(`the recipe of ${recipe.structure}`, file);
    if (clauses) refuseUnknownClauses(file, clauses);
    return serialize(file, bytePaths);
  });
}

function refuseUnknownClauses({ vectors }: VectorFile, clauses: ReadonlySet<string>): void {
  for (const { id, requirements } of vectors) {
    const strange = requirements.find((clause) => !clauses.has(clause));
    if (strange !== undefined)
      throw new RecipeError(
        `${id} requires ${strange}, and no clause has this id: conform list requirements shows them`,
        strange,
      );
  }
}

export function serialize(file: VectorFile, bytePaths: BytePaths = openBytePaths()): Baked {
  checker('vectors', schemaIdOf(file.structure))(`${file.structure}.json`, file);
  return {
    path: file.structure,
    file,
    json: `${JSON.stringify(file, null, 2)}\n`,
    cbor: cbor.encode(withBytes(file, bytePaths(file.structure, file))),
  };
}

/** The same content. Texts that the schema marks as base16 become byte strings. */
export function withBytes(file: object, paths: readonly string[]): CborValue {
  // structuredClone would keep an object that a recipe uses twice as one object, which would then be rewritten twice.
  const whole = JSON.parse(JSON.stringify(file)) as CborValue;
  for (const path of paths) {
    const steps = path
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = steps.pop() ?? '';
    let at = whole as Record<string, CborValue>;
    for (const step of steps) at = at[step] as Record<string, CborValue>;
    at[last] = hex.decode(at[last] as string);
  }
  return whole;
}

/** Writes the files that differ, and returns their names. With `check`, it only returns the names. */
export function generate(options: {
  readonly check: boolean;
  readonly folder?: string;
  /** The ids of all clauses. */
  readonly clauses?: ReadonlySet<string>;
}): string[] {
  const folder = options.folder ?? vectorsFolder;
  const differing: string[] = [];
  for (const { path, json, cbor: bytes } of bakeAll(recipes, options.clauses)) {
    for (const [name, content] of [
      [`${path}.json`, Buffer.from(json)],
      [`${path}.cbor`, Buffer.from(bytes)],
    ] as const) {
      if (content.equals(existing(`${folder}/${name}`))) continue;
      differing.push(name);
      if (options.check) continue;
      mkdirSync(dirname(`${folder}/${name}`), { recursive: true });
      writeFileSync(`${folder}/${name}`, content);
    }
  }
  return differing;
}

function existing(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    return new Uint8Array(0);
  }
}
