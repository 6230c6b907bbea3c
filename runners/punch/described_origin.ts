import type { JsonObject } from '../../suites/model.js';
import { at, followed, type JsonPlace, placeOf } from './json_place.js';

/**
 * Whether a value is in a member that only our own file describes. What is in such a member is ours too, even where it
 * borrows a schema that the text states.
 */
export function isInOurs(document: JsonObject, schema: string, instancePath: string): boolean {
  const isOurs = (place: JsonPlace) => at(document, [...place, 'x-origin']) === 'ours';
  let here = followed(document, placeOf(schema.replace(/^[^#]*/, '')) ?? []);
  if (isOurs(here)) return true;
  for (const step of instancePath.split('/').slice(1)) {
    const member = [...here, 'properties', step.replace(/~1/g, '/').replace(/~0/g, '~')];
    const inner = at(document, member) === undefined ? [...here, 'items'] : member;
    if (at(document, inner) === undefined) return false;
    here = followed(document, inner);
    if (isOurs(inner) || isOurs(here)) return true;
  }
  return false;
}
