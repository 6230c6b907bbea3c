/** Generated requests: edited vectors, answers of one operation as inputs of another, and histories of models. */
import { unlessRejected } from '../../reference/bytes/error.js';
import type { Json, JsonObject, Structure } from '../../reference/structure.js';
import type { Request } from '../../suites/codec.js';
import type { DrawBelow } from './draw.js';
import { type Edit, edit } from './edits.js';
import { type FastCheck, type Grammar, type Source, type StatefulModel, source } from './grammar.js';
import { type Producer, producersOf, type Seed } from './producers.js';

export interface Generated extends Request {
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
  /** Draws one value of `drawn`. */
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
  const edits: Edit[] = [];
  for (let left = HOW_MANY[draw(HOW_MANY.length)] ?? 0; left > 0; left--)
    edits.push([number(), number(), number()]);
  return [draw(seeds), draw(LARGE + 1), edits];
}

function historiesOf(fc: FastCheck, model: StatefulModel): DrawnSource {
  const { name, structure, op } = model;
  const { drawn, make } = model.source(fc);
  const from = `model: ${name}`;
  return {
    drawn,
    make(value) {
      const { given, input } = make(value);
      return { structure, op, given, input, from };
    },
    weight: 1,
    draw: (draw) => model.draw(draw),
  };
}

/** One in so many questions edits a layer within an input. */
const WITHIN = 6;
/** One in so many questions uses the answer of another operation. */
const PRODUCED = 12;
/** One in so many of these edits the input of that operation, so its answer must be computed. */
const COMPUTED = 4;

/** Draws in three ways: it edits the input of a vector, or a layer within it, or takes the answer of another operation. */
function drawer({ seeds, grammars, structures }: Sources): (drawn: Drawn) => Generated {
  const layersOf = openLayers(grammars);
  const producers = producersOf(seeds, structures);
  return ([number, way, edits]) => {
    const seed = seeds[number] as Seed;
    if (way % WITHIN === 1) {
      const layers = layersOf(seed);
      const made = layers && editedWithin(layers, seed, edits);
      if (made) return made;
    }
    if (way % PRODUCED === 2) {
      const made = producedBy(producers(seed), seed, Math.floor(way / PRODUCED), edits);
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
  return asked(seed, given, input);
}

const asked = ({ structure, op, from }: Seed, given: JsonObject, input: Json): Generated => ({
  structure,
  op,
  given,
  input,
  from,
});

interface Layers {
  readonly inner: Json;
  close(inner: Json): Json;
}

/** The layers within a seed, which are opened once. */
function openLayers(grammars: readonly Grammar[]): (seed: Seed) => Layers | undefined {
  const byName = new Map(
    grammars.flatMap(({ layered }) => layered.map((one) => [`${one.structure} ${one.op}`, one] as const)),
  );
  const opened = new Map<Seed, Layers | undefined>();
  return (seed) => {
    if (opened.has(seed)) return opened.get(seed);
    const layers = byName.get(`${seed.structure} ${seed.op}`);
    const inner = layers && unlessRejected(() => layers.open(seed.given, seed.input));
    const made =
      inner === undefined || !layers
        ? undefined
        : { inner, close: (edited: Json) => layers.close(seed.given, edited) };
    opened.set(seed, made);
    return made;
  };
}

function editedWithin(layers: Layers, seed: Seed, edits: readonly Edit[]): Generated | undefined {
  return unlessRejected(() => asked(seed, seed.given, layers.close(edits.reduce<Json>(edit, layers.inner))));
}

/** Edits the answer of another operation, or the input from which it is computed. */
function producedBy(
  producers: readonly Producer[],
  seed: Seed,
  way: number,
  edits: readonly Edit[],
): Generated | undefined {
  const producer = producers[Math.floor(way / COMPUTED) % producers.length];
  if (producer === undefined) return undefined;
  const { given, input, answer, ask } = producer;
  const made = way % COMPUTED === 1 ? ask(edits.reduce<Json>(edit, input)) : edits.reduce<Json>(edit, answer);
  if (made === undefined) return undefined;
  const shared = Object.entries(given).filter(([name]) => Object.hasOwn(seed.given, name));
  return asked(seed, { ...seed.given, ...Object.fromEntries(shared) }, made);
}
