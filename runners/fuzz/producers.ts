/** Answers of one operation as inputs of another operation of the same structure. */
import { unlessRejected } from '../../reference/bytes/error.js';
import type { Json, JsonObject, Structure } from '../../reference/structure.js';
import type { Request } from '../../suites/codec.js';

/** A request to start from, of a vector or of the corpus. */
export interface Seed extends Request {
  /** The id of the vector, or the file of the corpus. */
  readonly from: string;
  /** The answer that its vector expects: a value, or undefined for a rejection. Absent if it is not known. */
  readonly expected?: Json | undefined;
}

export interface Producer {
  readonly given: JsonObject;
  readonly input: Json;
  /** The answer to the input as it is. */
  readonly answer: Json;
  /** The answer to another input. Undefined for a rejection, and for an answer of another form. */
  ask(input: Json): Json | undefined;
}

/** For each seed, those whose answers have the form of its input. Each question is answered once, and only if needed. */
export function producersOf(
  seeds: readonly Seed[],
  structures: ReadonlyMap<string, Structure>,
): (seed: Seed) => readonly Producer[] {
  const byStructure = grouped(seeds);
  const known = new Map<string, readonly (readonly [op: string, form: string, producer: Producer])[]>();
  const fitting = new Map<string, readonly Producer[]>();
  const answering = (structure: string) =>
    kept(known, structure, () =>
      (byStructure.get(structure) ?? []).flatMap((seed) => {
        const producer = producerOf(seed, structures);
        return producer ? [[seed.op, formOf(producer.answer), producer] as const] : [];
      }),
    );
  return ({ structure, op, input }) => {
    const wanted = formOf(input);
    return kept(fitting, `${structure} ${op} ${wanted}`, () =>
      answering(structure).flatMap(([by, form, producer]) =>
        by !== op && form === wanted ? [producer] : [],
      ),
    );
  };
}

function producerOf(seed: Seed, structures: ReadonlyMap<string, Structure>): Producer | undefined {
  const { structure, op, given, input } = seed;
  const operation = structures.get(structure)?.operations[op];
  if (operation === undefined) return undefined;
  const ask = (asked: Json) => unlessRejected(() => operation(given, asked));
  const answer = 'expected' in seed ? seed.expected : ask(input);
  if (answer === undefined) return undefined;
  const form = formOf(answer);
  return {
    given,
    input,
    answer,
    ask(asked) {
      const made = ask(asked);
      return made === undefined || formOf(made) !== form ? undefined : made;
    },
  };
}

function grouped(seeds: readonly Seed[]): ReadonlyMap<string, readonly Seed[]> {
  const groups = new Map<string, Seed[]>();
  for (const seed of seeds) kept(groups, seed.structure, () => []).push(seed);
  return groups;
}

function kept<K, V>(all: Map<K, V>, key: K, make: () => V): V {
  const before = all.get(key);
  if (before !== undefined) return before;
  const made = make();
  all.set(key, made);
  return made;
}

const formOf = (value: Json): string =>
  typeof value !== 'string'
    ? Array.isArray(value)
      ? 'list'
      : typeof value
    : /^[0-9a-f]*$/.test(value)
      ? 'bytes'
      : 'text';
