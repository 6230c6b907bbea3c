import type { ErrorObject } from 'ajv/dist/2020.js';
import { compiledAt } from '../../package.js';
import * as own from '../../reference/punch/companion/files.js';
import type { Json, JsonObject } from '../../suites/model.js';
import type { CompanionFile, Description, Violation } from '../../suites/punch/port.js';
import { formIn } from './creation_form.js';
import { answersOf, errorCodesOf } from './described_answers.js';
import { type Messages, messagesOf, WHOLE } from './described_messages.js';
import { isInOurs } from './described_origin.js';
import type { DescribedSchemas, SchemaValidator } from './described_schemas.js';

export interface Companions {
  /** The file of the deployment; ours is used if it is absent. */
  readonly openapi?: JsonObject | undefined;
  readonly messages?: JsonObject | undefined;
}

const fileOf = (option: 'openapi' | 'messages', ours: string, given: Companions): CompanionFile => ({
  name: given[option] ? `the file of --${option}` : `${ours} of conform (--${option} FILE replaces it)`,
  isGiven: given[option] !== undefined,
});

/** The file describes nothing, or it is invalid. */
export class CompanionFault extends Error {
  override readonly name = 'CompanionFault';
}

/**
 * Validates answers and messages, and says of each violation whether only our own file requires it. A given file is
 * checked at once, because an unusable one would find no violation in anything.
 */
export async function describeBy(given: Companions): Promise<Description> {
  const schemas = await schemasFor(given);
  const openapi = given.openapi ?? own.openapi();
  const messages = given.messages ?? own.messages();
  const answers = usable('the OpenAPI description', () => {
    schemas.add('openapi', openapi);
    // Throws here, where the file is blamed for it, if a reference in the body of a creation leads nowhere.
    if (given.openapi) formIn(given.openapi);
    return answersOf(openapi);
  });
  const errorCodes = usable('the OpenAPI description', () => given.openapi && errorCodesOf(given.openapi));
  const described = usable('the message schema', () => {
    schemas.add('messages', messages);
    return messagesOf(messages);
  });
  if (given.openapi) mustCompile('the OpenAPI description', answers.schemas, schemas.at);
  if (given.messages) mustCompile('the message schema', placesOf(described), schemas.at);
  return {
    openapi: fileOf('openapi', 'reference/punch/companion/openapi.yaml', given),
    messages: fileOf('messages', 'reference/punch/companion/punch-messages.schema.json', given),
    operations: given.openapi && answers.operations,
    errorCodes,
    answer: (method, template, answer) => {
      if (given.openapi && !answers.describes(method, template)) return [];
      const place = answers.schemaOf(method, template, answer.status);
      if (place === undefined) {
        const what = `${method} ${template} has no description of a ${answer.status} response`;
        return [{ what, ours: given.openapi === undefined }];
      }
      if (place === '') return [];
      if (answer.json === undefined) return [{ what: 'the body is not JSON', ours: false }];
      return violations(
        schemas.at(place),
        answer.json,
        given.openapi ? undefined : (at) => isInOurs(openapi, place, at),
      );
    },
    message(message) {
      const type =
        typeof message === 'object' && message !== null && 'type' in message ? message['type'] : undefined;
      const places = typeof type === 'string' ? described.byType.get(type) : undefined;
      const [first, ...others] = places ?? (described.asserts ? [WHOLE] : []);
      if (first !== undefined && [first, ...others].some((place) => schemas.at(place)(message))) return [];
      if (places === undefined || first === undefined)
        return [{ what: `type ${JSON.stringify(type)} is not described`, ours: false }];
      return violations(
        schemas.at(first),
        message,
        given.messages ? undefined : (at) => isInOurs(messages, first, at),
      );
    },
  };
}

/** The name under which `scripts/compile-schemas.mjs` compiles our own two files. */
export const COMPILED = 'punch_description';

export const ownPlaces = (openapi: JsonObject): readonly string[] => [
  ...answersOf(openapi).schemas,
  ...placesOf(messagesOf(own.messages())),
];

async function schemasFor({ openapi, messages }: Companions): Promise<DescribedSchemas> {
  const compiled = openapi === undefined && messages === undefined ? compiledAt(COMPILED) : undefined;
  if (compiled === undefined) return (await import('./described_schemas.js')).compileSchemas();
  const validators = compiled as Readonly<Record<string, SchemaValidator>>;
  return {
    add() {},
    at(place) {
      const validator = validators[place];
      if (!validator) throw new Error(`the build compiled no schema for ${place}`);
      return validator;
    },
  };
}

function usable<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new CompanionFault(`${what} cannot be used: ${error instanceof Error ? error.message : error}`);
  }
}

function mustCompile(what: string, places: readonly string[], compile: DescribedSchemas['at']): void {
  for (const place of places) {
    try {
      compile(place);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CompanionFault(
        `${what} cannot be used: at ${decodeURIComponent(place).replace(/^[^#]*/, '') || '#'}: ${why}`,
      );
    }
  }
}

const placesOf = ({ byType, asserts }: Messages): readonly string[] => [
  ...[...byType.values()].flat(),
  ...(asserts ? [WHOLE] : []),
];

const MOST_VIOLATIONS = 50;

/** `isInOurs` says it of a value in our own file. Of a given file nothing is ours, even where it is a copy of that one. */
function violations(
  validate: SchemaValidator,
  value: Json,
  isInOurs: ((instancePath: string) => boolean) | undefined,
): Violation[] {
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const telling = errors.filter(tells);
  const told = (telling.length > 0 ? telling : errors).map((error) => ({
    what: `${placeIn(error)} ${error.message ?? error.keyword}`,
    ours: isInOurs !== undefined && (originOf(error) === 'ours' || isInOurs(error.instancePath)),
  }));
  const once = new Map(told.map((violation) => [JSON.stringify(violation), violation]));
  return [...once.values()].slice(0, MOST_VIOLATIONS);
}

/** Reports a violation of all items of a list once. */
const placeIn = ({ instancePath }: ErrorObject): string =>
  instancePath.replace(/\/\d+(?=\/|$)/g, '/N') || '/';

/** False for keywords that only collect the errors of others. `oneOf` counts if more than one schema matches. */
const tells = ({ keyword, params }: ErrorObject): boolean =>
  !['anyOf', 'oneOf', 'allOf', '$ref'].includes(keyword) || Array.isArray(params['passingSchemas']);

/** The origin of a missing member, or else that of the schema that rejects the value. */
function originOf({ keyword, params, parentSchema }: ErrorObject): unknown {
  const schema = (parentSchema ?? {}) as JsonObject;
  const missing = String(params['missingProperty']);
  const members = (schema['properties'] ?? {}) as JsonObject;
  const member = keyword === 'required' ? members[missing] : undefined;
  const origin = typeof member === 'object' && member !== null ? Reflect.get(member, 'x-origin') : undefined;
  return origin ?? schema['x-origin'];
}
