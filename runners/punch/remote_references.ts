/** References that leave a companion file, brought into it: only for who asked for that, bounded in number. */
import { resolve as resolvePath } from 'node:path';
import type { Json, JsonObject } from '../../suites/model.js';

const MAX_DOCUMENTS = 16;
const MAX_DEPTH = 64;
/** Where the documents that are referred to are put. */
const PLACE = 'x-remote';

const isUrl = (where: string): boolean => /^https?:/.test(where);

function besides(base: string, file: string): string {
  if (isUrl(file)) return file;
  return isUrl(base) ? new URL(file, base).href : resolvePath(base, '..', file);
}

/** The same file with every `$ref` pointing into itself. `load` reads one document. */
export async function inlineReferences(
  root: JsonObject,
  where: string,
  load: (where: string) => Promise<JsonObject>,
): Promise<JsonObject> {
  const known = new Map<string, number>();
  const documents: Json[] = [];

  const placeOf = async (document: string): Promise<number> => {
    const already = known.get(document);
    if (already !== undefined) return already;
    if (known.size === MAX_DOCUMENTS)
      throw new Error(`${where} refers to more than ${MAX_DOCUMENTS} documents`);
    const place = known.size;
    known.set(document, place);
    documents[place] = await rewrite(await load(document), document, `#/${PLACE}/${place}`, 0);
    return place;
  };

  const pointed = async (reference: string, base: string, own: string): Promise<string> => {
    const [file = '', fragment = ''] = reference.split('#', 2);
    if (file === '') return `${own}${fragment}`;
    const document = besides(base, file);
    return document === where ? `#${fragment}` : `#/${PLACE}/${await placeOf(document)}${fragment}`;
  };

  async function rewrite(node: Json, base: string, own: string, depth: number): Promise<Json> {
    if (typeof node !== 'object' || node === null || depth > MAX_DEPTH) return node;
    if (Array.isArray(node)) {
      const items: Json[] = [];
      for (const one of node as readonly Json[]) items.push(await rewrite(one, base, own, depth + 1));
      return items;
    }
    const members: Record<string, Json> = {};
    for (const [name, inner] of Object.entries(node as JsonObject)) {
      members[name] =
        name === '$ref' && typeof inner === 'string'
          ? await pointed(inner, base, own)
          : await rewrite(inner, base, own, depth + 1);
    }
    return members;
  }

  const whole = (await rewrite(root, where, '#', 0)) as JsonObject;
  return documents.length === 0 ? whole : { ...whole, [PLACE]: documents };
}
