import type { Json, JsonObject } from '../../suites/model.js';
import type { ApiOperation } from '../../suites/punch/port.js';
import { at, followed, type JsonPlace, membersAt, pointer } from './json_place.js';

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];

/** Finds all answers that an OpenAPI description describes. Throws if it describes none. */
export function answersOf(openapi: JsonObject) {
  if (!/^3\./.test(String(openapi['openapi'])))
    throw new Error('it does not begin with "openapi: 3.": give an OpenAPI 3 description');
  const bases = ['', ...basesOf(openapi['servers'])];
  const places = new Map<string, JsonPlace>();
  const operations: ApiOperation[] = [];
  const schemas = new Map<string, string>();
  for (const template of membersAt(openapi, ['paths'])) {
    const item = followed(openapi, ['paths', template]);
    for (const method of METHODS.filter((one) => at(openapi, [...item, one]) !== undefined)) {
      const place = [...item, method];
      const answers = membersAt(openapi, [...place, 'responses']).map((status): [string, string] => [
        status,
        schemaIn(openapi, followed(openapi, [...place, 'responses', status])),
      ]);
      for (const base of bases) {
        const path = base + template;
        places.set(keyOf(method, path), place);
        operations.push({ method: method.toUpperCase(), template: path });
        for (const [status, schema] of answers) schemas.set(`${keyOf(method, path)} ${status}`, schema);
      }
    }
  }
  if (schemas.size === 0) throw new Error('it describes no answer: add some to "paths"');
  return {
    operations,
    /** The places of the schemas of all bodies. */
    schemas: [...schemas.values()].filter((place) => place !== ''),
    describes: (method: string, template: string): boolean => places.has(keyOf(method, template)),
    /** The place of an operation, whose path may begin with the path of a server. */
    placeOf: (method: string, template: string): JsonPlace | undefined => places.get(keyOf(method, template)),
    /** The place of the schema; empty if any body is allowed, undefined if the answer is not described. */
    schemaOf: (method: string, template: string, status: number): string | undefined =>
      [String(status), `${Math.floor(status / 100)}XX`, 'default']
        .map((one) => schemas.get(`${keyOf(method, template)} ${one}`))
        .find((place) => place !== undefined),
  };
}

/** The codes that Error.error enumerates, which RFC 8.1 allows an error to have. */
export function errorCodesOf(openapi: JsonObject): readonly string[] | undefined {
  const schema = followed(openapi, ['components', 'schemas', 'Error', 'properties', 'error']);
  const said = [schema, [...schema, 'allOf', '0']].map((place) => at(openapi, [...place, 'enum']));
  const codes = said.find((one) => Array.isArray(one)) as readonly Json[] | undefined;
  return codes?.filter((code) => typeof code === 'string');
}

/** Ignores the names of path parameters. */
const keyOf = (method: string, template: string): string =>
  `${method.toLowerCase()} ${template.replace(/\{[^}]*\}/g, '{}')}`;

function schemaIn(openapi: JsonObject, answer: JsonPlace): string {
  const type = membersAt(openapi, [...answer, 'content']).find((one) => /^application\/json\b/i.test(one));
  const place = [...answer, 'content', type ?? '', 'schema'];
  return at(openapi, place) === undefined ? '' : `openapi#${pointer(place)}`;
}

function basesOf(servers: Json | undefined): readonly string[] {
  return (Array.isArray(servers) ? (servers as readonly Json[]) : []).flatMap((_server, i) => {
    const url = String(at(servers, [String(i), 'url']) ?? '');
    const base = URL.canParse(url, 'http://base') ? new URL(url, 'http://base').pathname : '';
    return base.replace(/\/+$/, '') || [];
  });
}
