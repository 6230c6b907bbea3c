/** Places in a JSON document, as the steps that lead there. */
import type { Json, JsonObject } from '../../suites/model.js';

export type Place = readonly string[];

const MOST_REFERENCES = 16;

export function at(node: Json | undefined, place: Place): Json | undefined {
  let here: Json | undefined = node;
  for (const step of place) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as JsonObject)[step];
  }
  return here;
}

export function membersAt(node: Json, place: Place): readonly string[] {
  const found = at(node, place);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.keys(found) : [];
}

/** RFC 6901 in a URI fragment. */
export const pointer = (place: Place): string =>
  place.map((step) => `/${encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1'))}`).join('');

function placeOf(fragment: string): Place {
  if (fragment === '#') return [];
  return fragment
    .slice(2)
    .split('/')
    .map((step) => decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~'));
}

/** Where it is in the end, behind references within the document. */
export function followed(document: Json, place: Place): Place {
  let here = place;
  for (let i = 0; i < MOST_REFERENCES; i++) {
    const reference = at(document, [...here, '$ref']);
    if (typeof reference !== 'string') return here;
    here = placeOf(reference);
    if (at(document, here) === undefined) throw new Error(`nothing is at ${reference}`);
  }
  throw new Error(`references at #${pointer(place)} lead nowhere`);
}
