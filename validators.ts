/**
 * Validators of the package's own schemas. They never change, so the build compiles them into `dist/compiled`
 * (`scripts/compile-schemas.mjs`); the sources, and the build itself, compile them in process.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Ajv2020, Options } from 'ajv/dist/2020.js';
import { compiledAt, inPackage } from './package.js';

export interface SchemaError {
  /** JSON pointer. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  /** Where the rule stands: an id, or nothing, and a pointer behind "#". */
  readonly schemaPath?: string;
}

export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

interface Group {
  /** From the root of the package. */
  readonly files: () => readonly string[];
  /** What is asked for: ids of schemas, or references into them. */
  readonly references: (ids: readonly string[]) => readonly string[];
  readonly options?: Options;
}

const allIds = (ids: readonly string[]): readonly string[] => ids;

const lenient: Options = { allowUnionTypes: true, strictTypes: false, strictRequired: false };

export const groups = {
  vectors: {
    files: () =>
      readdirSync(inPackage('vectors', 'schemas'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.schema.json'))
        .sort()
        .map((name) => `vectors/schemas/${name}`),
    references: allIds,
    options: lenient,
  },
  config: { files: () => ['bin/config.schema.json'], references: allIds, options: lenient },
  waivers: { files: () => ['runners/waivers.schema.json'], references: allIds, options: lenient },
  sets: { files: () => ['suites/requirement_set.schema.json'], references: allIds, options: lenient },
  stream: {
    files: () => ['reports/schemas/stream.schema.json', 'reports/schemas/report.schema.json'],
    references: () => [
      ...['header', 'result', 'footer'].map((kind) => `conform:/stream.schema.json#/$defs/${kind}`),
      'conform:/report.schema.json',
    ],
  },
  attestation: {
    files: () => ['reports/schemas/attestation.schema.json'],
    references: () =>
      ['envelope', 'statement'].map((part) => `conform:/attestation.schema.json#/$defs/${part}`),
  },
  adapter: {
    files: () => ['runners/exec/adapter.schema.json'],
    references: () => ['hello', 'answer'].map((line) => `adapter.schema.json#/$defs/${line}`),
  },
} as const satisfies Readonly<Record<string, Group>>;

export type GroupName = keyof typeof groups;

const require = createRequire(import.meta.url);

/** The validator of one schema of a group, or of a reference into one. */
export function validatorOf(group: GroupName, reference: string): Validator {
  const validator = loaded(group)(reference);
  if (!validator) throw new Error(`no schema ${reference}`);
  return validator;
}

type Find = (reference: string) => Validator | undefined;

const found = new Map<GroupName, Find>();

function loaded(group: GroupName): Find {
  const before = found.get(group);
  if (before) return before;
  const compiled = compiledAt(group) as Readonly<Record<string, Validator>> | undefined;
  const find = compiled ? precompiled(compiled) : inProcess(group);
  found.set(group, find);
  return find;
}

const precompiled =
  (validators: Readonly<Record<string, Validator>>): Find =>
  (reference) =>
    validators[reference];

function inProcess(group: GroupName): Find {
  const ajv = validatorsIn(group, { code: { optimize: false }, validateSchema: false });
  return (reference) => ajv.getSchema(reference) as Validator | undefined;
}

/** The schemas of a group, ready to be compiled. Ajv is loaded where it is used: the built program does without. */
export function validatorsIn(group: GroupName, more: Options): Ajv2020 {
  const { Ajv2020: Ajv } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const { files, options = {} }: Group = groups[group];
  const ajv = new Ajv({ strict: true, ...options, ...more });
  // It says what a text is, and takes nothing away: see `vectors/byte_paths.ts`.
  ajv.removeKeyword('contentEncoding');
  ajv.addVocabulary(['contentEncoding']);
  for (const schema of files().map(schemaIn)) ajv.addSchema(schema);
  return ajv;
}

/** Every reference of a group by itself, as the names of what the build compiles. */
export function referencesOf(group: GroupName): readonly string[] {
  const { files, references }: Group = groups[group];
  return references(files().map((file) => String(schemaIn(file)['$id'])));
}

/** The members that the schema knows where an error found another one; none where that cannot be told. */
export function membersAt(group: GroupName, { schemaPath = '' }: SchemaError): readonly string[] {
  const [id = '', pointer = ''] = schemaPath.split('#');
  const { files }: Group = groups[group];
  const schemas = files().map(schemaIn);
  const schema = schemas.find(({ $id }) => id !== '' && $id === id) ?? schemas[0];
  const parts = pointer
    .split('/')
    .slice(1, -1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
  const place = parts.reduce<unknown>(
    (at, part) => (at as Record<string, unknown> | undefined)?.[part],
    schema,
  );
  const properties = (place as { properties?: object } | undefined)?.properties ?? {};
  return Object.keys(properties);
}

const schemaIn = (file: string): Record<string, unknown> => JSON.parse(readFileSync(inPackage(file), 'utf8'));
