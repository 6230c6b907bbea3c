import { readFile, stat } from 'node:fs/promises';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import * as own from '../../reference/punch/companion/files.js';
import type { Json, JsonObject } from '../../suites/model.js';
import type { HttpAnswer, PunchPort, Violation } from '../../suites/punch/port.js';
import { inlineReferences } from './remote_references.js';
import { ask } from './request.js';

const MAX_FILE = 2_000_000;
const PATIENCE = 10_000;

/** A file or a URL, bounded in size and time. References that leave the file are refused, unless they are asked for. */
export async function loadCompanion(where: string, follow = false): Promise<JsonObject> {
  const value = await readObject(where);
  if (follow) return inlineReferences(value, where, readObject);
  const remote = remoteReference(value);
  if (remote !== undefined)
    throw new Error(
      `${where} refers to ${remote}: references to elsewhere are refused (--remote-refs follows them)`,
    );
  return value;
}

async function readObject(where: string): Promise<JsonObject> {
  const text = /^https?:/.test(where) ? await fetchText(where) : await readText(where);
  const value: unknown = parse(text, { maxAliasCount: 100 });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${where} is no JSON or YAML object`);
  }
  return value as JsonObject;
}

async function readText(path: string): Promise<string> {
  if ((await stat(path)).size > MAX_FILE) throw new Error(`${path} is larger than ${MAX_FILE} bytes`);
  return readFile(path, 'utf8');
}

async function fetchText(where: string): Promise<string> {
  const url = new URL(where);
  const answer = await ask({ url, method: 'GET', headers: {}, patience: PATIENCE });
  if (answer.status !== 200) throw new Error(`${where} answers ${answer.status}`);
  return answer.text;
}

export function remoteReference(node: Json, depth = 0): string | undefined {
  if (typeof node !== 'object' || node === null || depth > 64) return undefined;
  for (const [name, inner] of Object.entries(node)) {
    if (name === '$ref' && typeof inner === 'string' && !inner.startsWith('#')) return inner;
    const found = remoteReference(inner as Json, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

export interface Companions {
  /** The deployment's own; ours where absent. */
  readonly openapi?: JsonObject;
  readonly messages?: JsonObject;
}

/** Validates answers and messages, and says of each violation whether it rests on a node of ours alone. */
export function describeBy({
  openapi = own.openapi(),
  messages = own.messages(),
}: Companions): PunchPort['description'] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, validateFormats: false });
  ajv.addSchema({ ...openapi, $id: 'openapi' } as object);
  ajv.addSchema({ ...messages, $id: 'messages' } as object);
  const compiled = new Map<string, ValidateFunction | undefined>();
  const validator = (reference: string): ValidateFunction | undefined => {
    if (!compiled.has(reference)) compiled.set(reference, compile(ajv, reference));
    return compiled.get(reference);
  };
  const byType = messagesByType(messages);
  return {
    answer(method, template, answer) {
      const reference = answerSchema(openapi, method, template, answer);
      if (reference === 'undescribed') {
        return [{ what: `${method} ${template} is not described to answer ${answer.status}`, ours: true }];
      }
      if (reference === undefined) return [];
      if (answer.json === undefined) return [{ what: 'the body is no JSON', ours: false }];
      return violations(validator(reference), answer.json);
    },
    message(message) {
      const type =
        typeof message === 'object' && message !== null && 'type' in message ? message['type'] : undefined;
      const name = typeof type === 'string' ? byType.get(type) : undefined;
      if (name === undefined) {
        const accepted = validator('messages')?.(message) === true;
        return accepted ? [] : [{ what: `type ${JSON.stringify(type)} is not described`, ours: false }];
      }
      return violations(validator(`messages#/$defs/${name}`), message);
    },
  };
}

function compile(ajv: Ajv2020, reference: string): ValidateFunction | undefined {
  try {
    return ajv.compile({ $ref: reference });
  } catch {
    return undefined;
  }
}

function messagesByType({ $defs }: JsonObject): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, schema] of Object.entries(($defs ?? {}) as JsonObject)) {
    const type = at(schema, ['properties', 'type', 'const']);
    if (typeof type === 'string') found.set(type, name);
  }
  return found;
}

function at(node: Json | undefined, path: readonly string[]): Json | undefined {
  let here: Json | undefined = node;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || Array.isArray(here)) return undefined;
    here = (here as JsonObject)[step];
  }
  return here;
}

const pointerStep = (step: string): string =>
  encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1'));

function answerSchema(
  openapi: JsonObject,
  method: string,
  template: string,
  { status }: HttpAnswer,
): string | undefined {
  const operation = ['paths', template, method.toLowerCase(), 'responses'];
  const responses = at(openapi, operation);
  const key = [String(status), `${Math.floor(status / 100)}XX`, 'default'].find(
    (candidate) => at(responses, [candidate]) !== undefined,
  );
  if (key === undefined) return 'undescribed';
  let path = [...operation, key];
  const target = at(openapi, [...path, '$ref']);
  if (typeof target === 'string') path = target.slice(2).split('/');
  path = [...path, 'content', 'application/json', 'schema'];
  if (at(openapi, path) === undefined) return undefined;
  return `openapi#/${path.map(pointerStep).join('/')}`;
}

function violations(validate: ValidateFunction | undefined, value: Json): Violation[] {
  if (!validate || validate(value)) return [];
  return (validate.errors ?? [])
    .filter(({ keyword }) => !['anyOf', 'oneOf', 'allOf', '$ref'].includes(keyword))
    .map((error) => ({
      what: `${error.instancePath || '/'} ${error.message ?? error.keyword}`,
      ours: originOf(error) === 'ours',
    }));
}

/** A missing member has the origin of that member; everything else that of the schema which refused. */
function originOf({ keyword, params, parentSchema }: ErrorObject): unknown {
  const schema = (parentSchema ?? {}) as JsonObject;
  if (keyword !== 'required') return schema['x-origin'];
  return at(schema, ['properties', String(params['missingProperty']), 'x-origin']) ?? schema['x-origin'];
}
