/** Places in a JSON document. */
import type { Json, JsonObject } from '../../suites/model.js';

/** The names of members and the indices of items that lead from the root to the place. */
export type JsonPlace = readonly string[];

const MOST_REFERENCES = 16;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function at(node: Json | undefined, place: JsonPlace): Json | undefined {
  let here: Json | undefined = node;
  for (const step of place) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as JsonObject)[step];
  }
  return here;
}

export function membersAt(node: Json, place: JsonPlace): readonly string[] {
  const found = at(node, place);
  return isObject(found) ? Object.keys(found) : [];
}

/** The JSON pointer of RFC 6901 in a URI fragment. */
export const pointer = (place: JsonPlace): string =>
  place.map((step) => `/${encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1'))}`).join('');

/** Undefined where the reference is no fragment. */
export function placeOf(fragment: string): JsonPlace | undefined {
  if (fragment === '#') return [];
  if (!fragment.startsWith('#/')) return undefined;
  try {
    return fragment
      .slice(2)
      .split('/')
      .map((step) => decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~'));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return undefined;
  }
}

/** The place to which the references at this place lead. Throws if they leave the document or go in a circle. */
export function followed(document: Json, place: JsonPlace): JsonPlace {
  let here = place;
  for (let i = 0; i < MOST_REFERENCES; i++) {
    const reference = at(document, [...here, '$ref']);
    if (typeof reference !== 'string') return here;
    const next = placeOf(reference);
    if (next === undefined || at(document, next) === undefined) throw new Error(`nothing is at ${reference}`);
    here = next;
  }
  throw new Error(`references at #${pointer(place)} lead nowhere`);
}
