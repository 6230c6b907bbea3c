import type { Json, JsonObject } from '../../suites/model.js';
import { at, type JsonPlace, pointer } from './json_place.js';

export interface Messages {
  /** The places of the schemas of each message type. */
  readonly byType: ReadonlyMap<string, readonly string[]>;
  /** Whether the schema as a whole has a keyword that can reject a message. */
  readonly asserts: boolean;
}

export const WHOLE = 'messages';

const MAX_DEPTH = 64;
/** Keywords with data instead of schemas. */
const DATA = new Set(['const', 'enum', 'examples', 'default']);
/** Keywords whose schemas describe the same message as the schema around them. */
const SAME = new Set(['allOf', 'if']);
const REMARKS = /^(\$schema|\$id|\$comment|\$defs|definitions|title|description|x-.*)$/;

/** Finds the schemas of all messages by the const of their type. Throws if there is none. */
export function messagesOf(messages: JsonObject): Messages {
  const byType = new Map<string, string[]>();
  const walk = (node: Json, here: JsonPlace, owner: JsonPlace): void => {
    if (typeof node !== 'object' || node === null || here.length > MAX_DEPTH) return;
    const type = typeOf(node);
    if (type !== undefined) byType.set(type, [...(byType.get(type) ?? []), `messages#${pointer(owner)}`]);
    for (const [name, inner] of Object.entries(node)) {
      if (DATA.has(name)) continue;
      const inside = [...here, name];
      const isSame = SAME.has(name) || SAME.has(here.at(-1) ?? '');
      walk(inner as Json, inside, isSame ? owner : inside);
    }
  };
  walk(messages, [], []);
  if (byType.size === 0)
    throw new Error('it describes no message: give each its type as properties.type.const');
  return { byType, asserts: Object.keys(messages).some((name) => !REMARKS.test(name)) };
}

function typeOf(node: Json): string | undefined {
  const type = at(node, ['properties', 'type']);
  const only = at(type, ['enum']);
  const said = at(type, ['const']) ?? (Array.isArray(only) && only.length === 1 ? only[0] : undefined);
  return typeof said === 'string' ? said : undefined;
}
