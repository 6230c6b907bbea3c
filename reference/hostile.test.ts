/** Whatever stands in the place of a request, an operation answers it or throws a DecodeError, and comes to an end. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { DecodeError } from './bytes/error.js';
import { distorted, hostileValues } from './hostile_values.js';
import type { Json, JsonObject, Structure } from './structure.js';
import { structures } from './structures.js';

interface Request {
  readonly op: string;
  readonly given: JsonObject;
  readonly input: Json;
}
type Path = readonly (string | number)[];

/** Beyond this, a vector only repeats its members. */
const MOST_PLACES = 30;

/** Of each operation the accepted vector with the most places; one without a vector is asked with nothing given. */
function requestsOf({ name, operations }: Structure): Request[] {
  const vectors = vectorsOf(name).filter(({ expect: wanted }) => wanted.accept !== undefined);
  const nothing: Request[] = [{ op: '', given: {}, input: {} }];
  return Object.keys(operations).map((op) => {
    const asked = [
      ...nothing,
      ...vectors.filter((one) => one.op === op && placesOf(one).length <= MOST_PLACES),
    ];
    const [first] = asked.toSorted((a, b) => placesOf(b).length - placesOf(a).length);
    return { ...(first as Request), op };
  });
}

const placesOf = ({ given, input }: Request): Path[] => [
  ...placesIn(given, ['given']),
  ...placesIn(input, ['input']),
];

function vectorsOf(name: string): (Request & { readonly expect: { readonly accept?: Json } })[] {
  const [protocol = '', file] = name.split('/');
  const known = readdirSync(inPackage('vectors', protocol)).includes(`${file}.json`);
  return known ? JSON.parse(readFileSync(inPackage('vectors', `${name}.json`), 'utf8')).vectors : [];
}

/** Every place in a request: the request's two halves, and all that they hold. */
function placesIn(value: Json, at: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner as Json, [...at, key]))];
}

function replaced(value: unknown, [step, ...rest]: Path, by: unknown): unknown {
  if (step === undefined) return by;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) };
  const members = copy as Record<string | number, unknown>;
  members[step] = replaced(members[step], rest, by);
  return copy;
}

const at = (value: unknown, place: Path): unknown =>
  place.reduce((inner, step) => (inner as Record<string | number, unknown>)[step], value);

type Asked = (given: JsonObject, input: Json) => unknown;

/** All that a structure can be asked: its operations, the fields of their input, and how an answer is read back. */
const asksOf = ({ operations, annotate, reopen }: Structure, op: string): [name: string, ask: Asked][] => [
  [op, operations[op] as Asked],
  ...(annotate ? [['annotate', annotate] as [string, Asked]] : []),
  ...(reopen?.[op] ? [[`reopen ${op}`, reopen[op]] as [string, Asked]] : []),
];

/** What came of it: nothing to say of an answer or of a DecodeError. */
function fault(ask: Asked, { given, input }: { given: unknown; input: unknown }): string | undefined {
  try {
    const answer = ask(given as JsonObject, input as Json);
    return answer === undefined ? 'it returned undefined' : undefined;
  } catch (error) {
    return error instanceof DecodeError ? undefined : `it threw ${error}`;
  }
}

describe.each([...structures.values()].map((one) => [one.name, one] as const))('%s', (_name, structure) => {
  const asked = requestsOf(structure).flatMap((request) =>
    asksOf(structure, request.op).map(([name, ask]) => ({ name, ask, request })),
  );

  it('answers each hostile value in each place of a request, or throws a DecodeError', () => {
    const faults = asked.flatMap(({ name, ask, request }) =>
      placesOf(request).flatMap((place) =>
        [...hostileValues, ...distorted(at(request, place))].flatMap(([kind, value]) => {
          const found = fault(ask, replaced(request, place, value) as Request);
          return found === undefined ? [] : [`${name} of ${kind} at ${place.join('/')}: ${found}`];
        }),
      ),
    );
    expect(faults).toEqual([]);
  });

  it('answers any generated value in any place of a request, or throws a DecodeError', () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      key: fc.oneof(fc.string(), fc.constantFrom('toString', 'valueOf', 'toJSON', '__proto__', 'length')),
    });
    fc.assert(
      fc.property(fc.constantFrom(...asked), fc.nat(), anything, ({ name, ask, request }, where, value) => {
        const places = placesOf(request);
        const place = places[where % places.length] ?? ['input'];
        expect(fault(ask, replaced(request, place, value) as Request), `${name} at ${place}`).toBe(undefined);
      }),
    );
  });
});
