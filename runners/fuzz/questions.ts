/** Generated requests: edited vectors, answers of one operation as inputs of another, and histories of models. */
import { DecodeError } from '../../reference/bytes/error.js';
import type { Json, JsonObject, Structure } from '../../reference/structure.js';
import type { DrawBelow } from './draw.js';
import { type Edit, edit } from './edits.js';
import {
  type FastCheck,
  type Grammar,
  type Layered,
  type Question,
  type Source,
  type StatefulModel,
  source,
} from './grammar.js';

/** A request to start from, of a vector or of the corpus. */
export interface Seed extends Question {
  /** The id of the vector, or the file of the corpus. */
  readonly from: string;
}

export interface Generated extends Question {
  readonly from: string;
}

export interface Sources {
  /** The simplest first, because shrinking goes to the front. */
  readonly seeds: readonly Seed[];
  readonly grammars: readonly Grammar[];
  /** The structures and operations that the target claims. */
  readonly isAsked: (structure: string, op: string) => boolean;
  readonly structures: ReadonlyMap<string, Structure>;
}

const MOST_EDITS = 4;
const LARGE = 2 ** 20;
const SMALL = 64;

type Drawn = readonly [seed: number, way: number, edits: readonly Edit[]];

/** A source of a search. */
export interface DrawnSource extends Source {
  readonly weight: number;
  /** Draws one value, at less cost than fast-check, which still shrinks it. */
  draw(draw: DrawBelow): unknown;
}

/** The first source is that of the vectors. */
export function sourcesOf(fc: FastCheck, sources: Sources): readonly DrawnSource[] {
  const numbers = fc.nat(LARGE);
  const edits = fc.array(fc.tuple(numbers, numbers, numbers), { maxLength: MOST_EDITS });
  const models = sources.grammars
    .flatMap((grammar) => grammar.models)
    .filter(({ structure, op }) => sources.isAsked(structure, op))
    .map((model) => historiesOf(fc, model));
  const count = sources.seeds.length;
  const vectors = source(fc.tuple(fc.nat(count - 1), numbers, edits), drawer(sources));
  return [{ ...vectors, weight: 8, draw: (draw) => drawEdited(draw, count) }, ...models];
}

/** The number of edits: mostly few, and sometimes none, so that the vector itself is asked. */
const HOW_MANY = [0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4] as const;

function drawEdited(draw: DrawBelow, seeds: number): Drawn {
  // Half of the numbers are small, as they would be after shrinking.
  const number = (): number => draw(draw(2) === 0 ? SMALL : LARGE + 1);
  const edits = HOW_MANY[draw(HOW_MANY.length)] ?? 0;
  return [draw(seeds), number(), Array.from({ length: edits }, (): Edit => [number(), number(), number()])];
}

/** Histories that are drawn at once, because starting fast-check takes as long as drawing many of them. */
const AHEAD = 64;

function historiesOf(fc: FastCheck, { name, structure, op, source: of }: StatefulModel): DrawnSource {
  const { drawn, make } = of(fc);
  let ahead: unknown[] = [];
  return {
    drawn,
    make: (value) => ({ structure, op, ...make(value), from: `model: ${name}` }),
    weight: 1,
    draw(draw) {
      if (ahead.length === 0) ahead = fc.sample(drawn, { numRuns: AHEAD, seed: draw(2 ** 31) });
      return ahead.pop();
    },
  };
}

/** One in this many questions uses each of the two ways that compute something first. */
const COMPUTED = 6;

/**
 * Draws in three ways: it edits the input of a vector, or a layer within it, or the answer of another operation to an
 * edited input.
 */
function drawer({ seeds, grammars, structures }: Sources): (drawn: Drawn) => Generated {
  const layers = new Map(
    grammars.flatMap(({ layered }) => layered.map((one) => [`${one.structure} ${one.op}`, one] as const)),
  );
  const producers = producersOf(seeds);
  return ([number, way, edits]) => {
    const seed = seeds[number] as Seed;
    if (way % COMPUTED === 1) {
      const within = layers.get(`${seed.structure} ${seed.op}`);
      const made = within && editedWithin(within, seed, edits);
      if (made) return made;
    }
    if (way % COMPUTED === 2) {
      const others = producers.get(seed) ?? [];
      const other = others[Math.floor(way / COMPUTED) % others.length];
      const made = other && producedBy(other, seed, edits, structures);
      if (made) return made;
    }
    return editedBy(seed, edits);
  };
}

/** Every eighth edit changes the context of the input, such as the clock or a key. */
function editedBy(seed: Seed, edits: readonly Edit[]): Generated {
  let { given, input } = seed;
  for (const one of edits) {
    if (one[0] % 8 === 7) given = edit(given, one) as JsonObject;
    else input = edit(input, one);
  }
  return { ...seed, given, input };
}

function editedWithin(layers: Layered, seed: Seed, edits: readonly Edit[]): Generated | undefined {
  return unlessRefused(() => {
    const inner = layers.open(seed.given, seed.input);
    if (inner === undefined) return undefined;
    return { ...seed, input: layers.close(seed.given, edits.reduce<Json>(edit, inner)) };
  });
}

function producedBy(
  producer: Seed,
  seed: Seed,
  edits: readonly Edit[],
  structures: Sources['structures'],
): Generated | undefined {
  const operation = structures.get(producer.structure)?.operations[producer.op];
  return unlessRefused(() => {
    const made = operation?.(producer.given, edits.slice(1).reduce<Json>(edit, producer.input));
    if (made === undefined || formOf(made) !== formOf(seed.input)) return undefined;
    const shared = Object.entries(producer.given).filter(([name]) => Object.hasOwn(seed.given, name));
    return {
      ...seed,
      given: { ...seed.given, ...Object.fromEntries(shared) },
      input: edits.slice(0, 1).reduce<Json>(edit, made),
    };
  });
}

/** For each seed, the seeds of the same structure whose answers have the form of its input. */
function producersOf(seeds: readonly Seed[]): ReadonlyMap<Seed, readonly Seed[]> {
  const byStructure = grouped(seeds);
  return new Map(
    seeds.map((seed) => [seed, (byStructure.get(seed.structure) ?? []).filter(({ op }) => op !== seed.op)]),
  );
}

function grouped(seeds: readonly Seed[]): ReadonlyMap<string, readonly Seed[]> {
  const groups = new Map<string, Seed[]>();
  for (const seed of seeds) groups.set(seed.structure, [...(groups.get(seed.structure) ?? []), seed]);
  return groups;
}

const formOf = (value: Json): string =>
  typeof value !== 'string'
    ? Array.isArray(value)
      ? 'list'
      : typeof value
    : /^[0-9a-f]*$/.test(value)
      ? 'bytes'
      : 'text';

function unlessRefused<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
