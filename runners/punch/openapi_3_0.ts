/** Rewrites the schemas of OpenAPI 3.0, which has its own dialect, as JSON Schema 2020-12, which 3.1 uses. */
import type { Json, JsonObject } from '../../suites/model.js';

/** The same description with schemas of 2020-12; unchanged if its version is not 3.0. */
export const modernSchemas = (openapi: JsonObject): JsonObject =>
  /^3\.0\./.test(String(openapi['openapi'])) ? (modern(openapi, false) as JsonObject) : openapi;

/** Keywords with data instead of schemas. */
const DATA = new Set(['example', 'examples', 'default', 'enum']);
const BOUNDS = [
  ['exclusiveMinimum', 'minimum'],
  ['exclusiveMaximum', 'maximum'],
] as const;

/** `named`: the members of this object are names of properties and not keywords. */
function modern(node: Json | undefined, named: boolean): Json {
  if (typeof node !== 'object' || node === null) return node ?? null;
  if (Array.isArray(node)) return (node as readonly Json[]).map((one) => modern(one, false));
  const members = Object.entries(node as JsonObject).map(([name, inner]): [string, Json] => [
    name,
    !named && DATA.has(name) ? (inner ?? null) : modern(inner, !named && name === 'properties'),
  ]);
  const object: Record<string, Json> = Object.fromEntries(members);
  return named ? object : nullable(exclusive(object));
}

function exclusive(schema: Record<string, Json>): Record<string, Json> {
  const result = { ...schema };
  for (const [flag, bound] of BOUNDS) {
    if (typeof result[flag] !== 'boolean') continue;
    const isExclusive = result[flag];
    delete result[flag];
    if (isExclusive && typeof result[bound] === 'number') {
      result[flag] = result[bound];
      delete result[bound];
    }
  }
  return result;
}

function nullable(schema: Record<string, Json>): Record<string, Json> {
  if (typeof schema['nullable'] !== 'boolean') return schema;
  const { nullable: mayBeNull, ...rest } = schema;
  if (!mayBeNull || typeof rest['type'] !== 'string') return rest;
  const values = rest['enum'];
  return {
    ...rest,
    type: [rest['type'], 'null'],
    ...(Array.isArray(values) ? { enum: [...(values as readonly Json[]), null] } : {}),
  };
}
