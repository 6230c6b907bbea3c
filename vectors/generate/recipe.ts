/** The records of a recipe, a few lines for each vector. Generation checks each one against the reference. */

import { createHash } from 'node:crypto';
import { defined, ifGiven } from '../../defined.js';
import { DecodeError } from '../../reference/bytes/error.js';
import type { Json, JsonObject, Structure } from '../../reference/structure.js';
import type { Expectation, Vector, VectorFile } from '../vector.js';

/** A recipe is wrong, so nothing is written. */
export class RecipeError extends Error {
  override readonly name = 'RecipeError';
  constructor(
    message: string,
    /** The unknown clause. */
    readonly clause?: string,
  ) {
    super(message);
  }
}

export interface Recipe {
  /** `protocol/structure`. */
  readonly structure: string;
  readonly sections: readonly string[];
  /** The readings of the norm; the first is the literal one. */
  readonly dialects?: readonly string[];
  drafts(): readonly Draft[];
}

/** A draft states its own expectation. The reference only confirms it. */
export type Draft = AcceptedDraft | (DraftFields & Refused);
export type AcceptedDraft = DraftFields & Accepted;

export interface DraftFields {
  readonly slug: string;
  readonly title: string;
  readonly requires: readonly string[];
  readonly op: string;
  readonly given?: JsonObject;
  readonly input: Json;
  readonly dialect?: string;
  readonly why: string;
  readonly tags?: readonly string[];
  readonly source?: string;
}

interface Accepted {
  /** The answer, written by hand or computed without the reference. */
  readonly accept: Json;
  readonly by?: 'reopening';
  readonly reject?: never;
  readonly twin?: never;
}

interface Refused {
  /** The reject code, and the slug of the accepted neighbour. */
  readonly reject: string;
  readonly twin: string;
  readonly accept?: never;
  readonly by?: never;
}

/**
 * Keys, nonces and other bytes of a vector: public, fixed, and derived from its id only, so that a new vector changes no
 * other. A rejected vector uses those of its twin.
 */
export function derive(id: string, what: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let block = 0; block * 32 < length; block++) {
    const digest = createHash('sha256').update(`conform vector\n${id}\n${what}\n${block}`).digest();
    bytes.set(digest.subarray(0, Math.min(32, length - block * 32)), block * 32);
  }
  return bytes;
}

/** Makes the vectors of a recipe. Throws if the reference does not confirm the expectation of a draft. */
export function bake(recipe: Recipe, structure: Structure): VectorFile {
  const [protocol = ''] = recipe.structure.split('/');
  const vectors = recipe.drafts().map((draft) => bakeOne(recipe, structure, draft));
  return {
    $schema: `../schemas/${recipe.structure}.schema.json`,
    format: 1,
    protocol,
    structure: recipe.structure,
    sections: recipe.sections,
    ...(recipe.dialects ? { dialects: recipe.dialects } : {}),
    vectors,
  };
}

function bakeOne(recipe: Recipe, structure: Structure, draft: Draft): Vector {
  const id = `${recipe.structure}/${draft.slug}`;
  const { title, requires, op, given = {}, input, dialect, why, tags = [], source } = draft;
  const expect = expectation(id, structure, draft);
  return {
    id,
    title,
    requirements: requires,
    op,
    given,
    input,
    expect,
    ...defined({ twin: ifGiven(draft.twin, (slug) => `${recipe.structure}/${slug}`), dialect }),
    why,
    tags,
    ...defined({ source }),
  };
}

/** The expectation of the draft, after the reference has confirmed it. */
function expectation(id: string, structure: Structure, draft: Draft): Expectation {
  const { op, given = {}, input } = draft;
  const operation = structure.operations[op];
  if (!operation)
    throw new RecipeError(
      `${id}: ${structure.name} has no operation ${op}; known: ${Object.keys(structure.operations).join(', ')}`,
    );
  let value: Json;
  try {
    value = operation(given, input);
    if (draft.by === 'reopening') value = structure.reopen?.[op]?.(given, value) ?? null;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    if (draft.reject === error.code) return { reject: draft.reject };
    throw new RecipeError(
      `${id}: the reference rejects it with ${error.message}, expected ${wanted(draft)}: ${MEND}`,
    );
  }
  if (draft.reject !== undefined)
    throw new RecipeError(`${id}: the reference accepts it, expected ${wanted(draft)}: ${MEND}`);
  // The types demand it, too, but a cast could hide its absence. The answer of the tested codec must never become the expectation.
  if (draft.accept === undefined)
    throw new RecipeError(`${id}: the draft states neither accept nor reject: state one of them`);
  if (canonical(draft.accept) !== canonical(value)) {
    throw new RecipeError(
      `${id}: the reference returns ${JSON.stringify(value)}, expected ${wanted(draft)}: ${MEND}`,
    );
  }
  return { accept: draft.accept, ...defined({ by: draft.by }) };
}

const MEND = 'correct the record, or the codec';

const wanted = ({ accept, reject }: Draft): string =>
  reject === undefined ? `accept ${JSON.stringify(accept)}` : `reject ${reject}`;

/** JSON with sorted members, for comparison. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
