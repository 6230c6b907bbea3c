import { readFile, stat } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../suites/model.js';
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
  const value = await parsed(where);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${where} is no JSON or YAML object`);
  }
  return value as JsonObject;
}

/** Whatever goes wrong says with what. */
async function parsed(where: string): Promise<unknown> {
  try {
    const text = /^https?:/.test(where) ? await fetchText(where) : await readText(where);
    return parse(text, { maxAliasCount: 100, logLevel: 'error' });
  } catch (error) {
    const [why = ''] = error instanceof Error ? error.message.split('\n') : [String(error)];
    throw new Error(`${where}: ${why}`);
  }
}

async function readText(path: string): Promise<string> {
  if ((await stat(path)).size > MAX_FILE) throw new Error(`it is larger than ${MAX_FILE} bytes`);
  return readFile(path, 'utf8');
}

async function fetchText(where: string): Promise<string> {
  const url = new URL(where);
  const answer = await ask({ url, method: 'GET', headers: {}, patience: PATIENCE, most: MAX_FILE });
  if (answer.status !== 200) throw new Error(`the answer is ${answer.status}`);
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
