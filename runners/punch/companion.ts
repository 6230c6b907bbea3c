/**
 * Reads, checks and dereferences the companion files of a deployment with swagger-parser. Loaded only if a file was given.
 * The documents to which the files refer are bounded in number, size and time.
 */
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { $RefParser, type ParserOptions, ResolverError } from '@apidevtools/json-schema-ref-parser';
import SwaggerParser from '@apidevtools/swagger-parser';
import { parse } from 'yaml';
import type { JsonObject } from '../../suites/model.js';
import { modernSchemas } from './openapi_3_0.js';
import { requestOnce } from './request.js';

const MAX_FILE = 2_000_000;
const MAX_DOCUMENTS = 16;
/** The limit of values in a dereferenced document. A chain of references may double them at each step. */
const MAX_VALUES = 300_000;
const PATIENCE = 10_000;

/** Loads a valid OpenAPI description of version 3.0 or 3.1. Only references that go in circles are left in it. */
export async function loadOpenapi(where: string, followUrls = false): Promise<JsonObject> {
  const options = bounded(where, followUrls);
  const bundled = await explained(where, $RefParser.bundle(where, options));
  const whole = await explained(where, $RefParser.dereference(where, bundled, options));
  refuseLarge(where, whole);
  const copy = structuredClone(whole) as Exclude<Parameters<typeof SwaggerParser.validate>[0], string>;
  await explained(where, SwaggerParser.validate(where, copy, { resolve: { external: false } }));
  return modernSchemas(whole as JsonObject);
}

/** Loads a JSON Schema, with every document to which it refers bundled into it. */
export async function loadMessages(where: string, followUrls = false): Promise<JsonObject> {
  const bundled = await explained(where, $RefParser.bundle(where, bounded(where, followUrls)));
  refuseLarge(where, bundled);
  return bundled as JsonObject;
}

const isUrl = (where: string): boolean => /^https?:/.test(where);

/** A local file may refer to local files, and to URLs if these may be followed. A URL may refer to no local file. */
function bounded(where: string, followUrls: boolean): ParserOptions {
  let documents = 0;
  const textOf = async (url: string): Promise<string> => {
    if (++documents > MAX_DOCUMENTS) throw new Error(`it refers to more than ${MAX_DOCUMENTS} documents`);
    const isFirst = documents === 1;
    if (isUrl(url) && !isFirst && !followUrls)
      throw new Error(`it refers to ${url}: add --remote-refs to follow references to URLs`);
    if (!isUrl(url) && isUrl(where)) throw new Error(`it is a URL and refers to the local file ${url}`);
    return isUrl(url) ? fetchText(url) : readText(url);
  };
  // The parser drops the message of any other error.
  const read = ({ url }: { readonly url: string }): Promise<string> =>
    textOf(url).catch((error: Error) => {
      throw new ResolverError(error, url);
    });
  return {
    resolve: { file: false, http: false, bounded: { order: 1, canRead: true, read } },
    parse: {
      json: false,
      text: false,
      binary: false,
      yaml: {
        order: 1,
        canParse: true,
        parse: ({ data }: { readonly data: unknown }) => readObject(String(data)),
      },
    },
    dereference: { circular: 'ignore' },
    timeoutMs: PATIENCE,
  };
}

/** Every JSON text is YAML too. */
function readObject(text: string): JsonObject {
  const value: unknown = parse(text, { maxAliasCount: 100, logLevel: 'error' });
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('it is not a JSON or YAML object: give an OpenAPI description or a JSON Schema');
  return value as JsonObject;
}

async function readText(url: string): Promise<string> {
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  const found = await stat(path);
  if (!found.isFile()) throw new Error(`${path} is not a file`);
  if (found.size > MAX_FILE) throw new Error(`${path} is larger than ${MAX_FILE} bytes`);
  return readFile(path, 'utf8');
}

async function fetchText(where: string): Promise<string> {
  const url = new URL(where);
  const answer = await requestOnce({ url, method: 'GET', headers: {}, patience: PATIENCE, most: MAX_FILE });
  if (answer.status !== 200) throw new Error(`${where} is answered with status ${answer.status}`);
  return answer.text;
}

function refuseLarge(where: string, document: unknown): void {
  let left = MAX_VALUES;
  const count = (value: unknown): void => {
    if (--left < 0) throw new Error(`${where}: its references unfold to more than ${MAX_VALUES} values`);
    if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) count(inner);
  };
  count(document);
}

const LINES = 4;

/** Adds the place to the message of an error, and keeps its first lines: a validation has one for each violation. */
async function explained<T>(where: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const lines = text.split('\n').map((line) => line.trim());
    throw new Error(`${where}: ${lines.filter(Boolean).slice(0, LINES).join('; ')}`);
  }
}
