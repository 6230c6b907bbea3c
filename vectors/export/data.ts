/** Only the data, as JSON with its schemas or as deterministic CBOR. */
import { readdirSync, readFileSync } from 'node:fs';
import { inPackage } from '../../package.js';
import { cbor } from '../../reference/bytes/cbor.js';
import { openBytePaths } from '../byte_paths.js';
import { withBytes } from '../generate/generate.js';
import { loadVectorFile } from '../load.js';
import type { VectorSet } from '../record.js';
import { type About, type Files, manifest } from './package.js';
import { papers } from './papers.js';
import type { Usage } from './readme.js';

export function jsonPackage(sets: readonly VectorSet[], about: About): Files {
  const data = new Map(sets.map((set) => [`${set.structure}.json`, `${JSON.stringify(set, null, 2)}\n`]));
  return new Map([
    ...data,
    ...schemas(sets),
    ['manifest.json', manifest(sets, about, data)],
    ...papers(sets, about, usageOf('json')),
  ]);
}

/** Writes texts that a schema marks as bytes as byte strings. Their paths are the same as in the plain file. */
export function cborPackage(sets: readonly VectorSet[], about: About): Files {
  const bytePaths = openBytePaths();
  const encoded = (set: VectorSet): Uint8Array =>
    cbor.encode(withBytes(set, bytePaths(set.structure, loadVectorFile(set.structure))));
  const data = new Map(sets.map((set) => [`${set.structure}.cbor`, encoded(set)]));
  return new Map<string, string | Uint8Array>([
    ...data,
    ['manifest.json', manifest(sets, about, data)],
    ...papers(sets, about, usageOf('cbor')),
  ]);
}

function schemas(sets: readonly VectorSet[]): Map<string, string> {
  const folder = inPackage('vectors', 'schemas');
  const protocols = new Set(sets.map(({ protocol }) => protocol));
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.schema.json'))
    .filter((name) => !name.includes('/') || protocols.has(name.split('/')[0] ?? ''))
    .sort();
  return new Map(
    names.map((name) => {
      const text = readFileSync(`${folder}/${name}`, 'utf8');
      return [`schemas/${name}`, name === 'vectors.schema.json' ? withRecordMembers(text) : text];
    }),
  );
}

/** The schema of the repository, with the members that only an exported record has. */
function withRecordMembers(text: string): string {
  const schema = JSON.parse(text);
  const level = { enum: ['must', 'should', 'may'] };
  const record = (members: Record<string, unknown>) => ({
    type: 'object',
    required: Object.keys(members),
    properties: members,
    additionalProperties: false,
  });
  const said = { type: 'string', minLength: 1 };
  Object.assign(schema.properties, {
    version: said,
    spec: record({ title: said, version: said, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } }),
  });
  Object.assign(schema.$defs.vector.properties, {
    level,
    clauses: { type: 'array', minItems: 1, items: record({ id: said, level, section: said, text: said }) },
    findings: { type: 'array', items: record({ id: said, title: said, stance: said }) },
  });
  schema.required.push('version', 'spec');
  schema.$defs.vector.required.push('level', 'clauses', 'findings');
  return `${JSON.stringify(schema, null, 2)}\n`;
}

const usageOf = (ending: string): Usage => ({
  language: 'text',
  example: `for each vector of a file:
    skip it if your codec has no such op, if its level is weaker than you test, or if its dialect is not yours
    if expect has accept:  op(given, input) must return accept
    if expect has reject:  op(given, twin's input) must return the twin's accept, and op(given, input) must fail`,
  manifest: 'manifest.json',
  told:
    ending === 'json'
      ? 'Each file names its JSON Schema in `$schema`.'
      : 'The files are deterministic CBOR (RFC 8949, 4.2.1). What is hex in the JSON files, and in SHAPES.md, is a byte string here.',
});
