/**
 * The codecs of openhost for a page. Bundle `dist/reference/openhost/browser.js` with a bundler that heeds the "browser"
 * field of package.json: `platform_browser.ts` takes the place of the file that needs node:crypto, and nothing else of
 * node is reached from here. `sealing_browser.ts` takes the place of libraries that are large.
 */
import { DecodeError } from '../bytes/error.js';
import type { Json, JsonObject } from '../structure.js';
import { openhostStructures } from './index.js';

export type CodecAnswer = { readonly accept: Json } | { readonly reject: string };

/** Puts one question, as a vector or an adapter request has it, to the codec of a structure. */
export function ask(name: string, op: string, given: JsonObject, input: Json): CodecAnswer {
  const operation = openhostStructures.find((structure) => structure.name === name)?.operations[op];
  if (operation === undefined) throw new RangeError(`${name} has no operation ${op}`);
  try {
    return { accept: operation(given, input) };
  } catch (error) {
    if (error instanceof DecodeError) return { reject: error.code };
    throw error;
  }
}

export { DecodeError } from '../bytes/error.js';
export { openhostStructures } from './index.js';
