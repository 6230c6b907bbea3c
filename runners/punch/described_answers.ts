import type { Json, JsonObject } from '../../suites/model.js';
import { at, followed, membersAt, pointer } from './json_place.js';

/** By method, path and status: where the schema of the body is, and nothing where the body is no JSON. */
export type Answers = ReadonlyMap<string, string>;

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];

/** All answers that an OpenAPI description has; throws where there is none. */
export function answersOf(openapi: JsonObject): Answers {
  if (!/^3\./.test(String(openapi['openapi']))) throw new Error('it does not say "openapi: 3."');
  const bases = ['', ...basesOf(openapi['servers'])];
  const found = new Map<string, string>();
  for (const template of membersAt(openapi, ['paths'])) {
    const item = followed(openapi, ['paths', template]);
    for (const method of METHODS) {
      const responses = [...item, method, 'responses'];
      for (const status of membersAt(openapi, responses)) {
        const schema = schemaOf(openapi, followed(openapi, [...responses, status]));
        for (const base of bases) found.set(keyOf(method, base + template, status), schema);
      }
    }
  }
  if (found.size === 0) throw new Error('it describes no answer: "paths" has none');
  return found;
}

/** The place of the schema; empty where the body is free, undefined where no such answer is described. */
export const answerTo = (
  answers: Answers,
  method: string,
  template: string,
  status: number,
): string | undefined =>
  [String(status), `${Math.floor(status / 100)}XX`, 'default']
    .map((one) => answers.get(keyOf(method, template, one)))
    .find((place) => place !== undefined);

/** Whatever they call the parameters of a path. */
const keyOf = (method: string, template: string, status: string): string =>
  `${method.toLowerCase()} ${template.replace(/\{[^}]*\}/g, '{}')} ${status.toLowerCase()}`;

function schemaOf(openapi: JsonObject, answer: readonly string[]): string {
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
