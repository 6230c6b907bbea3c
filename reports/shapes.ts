import type { Json, Vector } from '../suites/model.js';
import { columns } from './columns.js';

/** The part of JSON Schema that the schemas of vectors use. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** The input and the answer of one operation. */
export interface ShownOperation {
  readonly structure: string;
  readonly op: string;
  readonly schema: Schema;
  readonly vectors: readonly Vector[];
}

/** The parts in the order of a request and its answer. */
const PARTS = ['given', 'input', 'accept'] as const;

/** The shapes of one operation with their units, and an accepted example. */
export function operationText({ structure, op, schema, vectors }: ShownOperation, width: number): string {
  const shapes = shapesOf(schema, op);
  const example = vectors.find((one) => one.op === op && 'accept' in one.expect);
  const rows = PARTS.flatMap((part) => shapeRows(part, shapes[part], schema));
  return [
    `${structure} ${op}\n\n`,
    columns(rows.length === 0 ? [['', 'no shape is declared']] : rows, width),
    isReadBack(example) ? `\n${READ_BACK}` : '',
    example === undefined ? '' : `\n${columns(exampleRows(example), width)}`,
  ].join('');
}

const exampleRows = ({ id, given, input, expect }: Vector): string[][] => [
  ['example', id],
  ['  given', cut(given)],
  ['  input', cut(input)],
  ...('accept' in expect
    ? [[expect.by === undefined ? '  accept' : '  accept, read back', cut(expect.accept)]]
    : []),
];

/** When the bytes of an answer are free, the vector holds their decoded content. */
const READ_BACK =
  'The answer is the encoding itself. The reference reads it back, and what it finds must equal "accept".\n';

const isReadBack = (vector: Vector | undefined): boolean =>
  vector !== undefined && 'accept' in vector.expect && vector.expect.by === 'reopening';

const LONGEST = 300;

const cut = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text;
};

/** All schemas for a vector of this operation, by part. */
function shapesOf(schema: Schema, op: string): Record<(typeof PARTS)[number], Schema[]> {
  const shapes: Record<(typeof PARTS)[number], Schema[]> = { given: [], input: [], accept: [] };
  const take = (vector: Schema): void => {
    const { given, input, expect } = membersOf(vector);
    if (given) shapes.given.push(given);
    if (input) shapes.input.push(input);
    const accept = expect && membersOf(expect)['accept'];
    if (accept) shapes.accept.push(accept);
    for (const part of listOf(vector['allOf'])) {
      const condition = schemaOf(part['if']);
      const branch = condition === undefined ? part : part[isOf(condition, op) ? 'then' : 'else'];
      const chosen = schemaOf(branch);
      if (chosen) take(chosen);
    }
  };
  const items = schemaOf(membersOf(schema)['vectors']?.['items']);
  if (items) take(items);
  return shapes;
}

function isOf(condition: Schema, op: string): boolean {
  const wanted = membersOf(condition)['op'] ?? {};
  return wanted['const'] === op || (Array.isArray(wanted['enum']) && wanted['enum'].includes(op));
}

/** One row for each value: its path, its type, and its unit or bounds. Several schemas of one part are merged. */
function shapeRows(path: string, schemas: readonly Schema[], root: Schema, required = true): string[][] {
  const all = schemas.flatMap((one) => resolved(one, root));
  const names = [...new Set(all.flatMap((one) => Object.keys(membersOf(one))))];
  const needed = new Set(all.flatMap((one) => textsOf(one['required'])));
  const described = all.filter((one) => !('if' in one));
  const below = names.flatMap((name) =>
    shapeRows(
      `${path}.${name}`,
      all.flatMap((one): Schema[] => listOf([membersOf(one)[name]])),
      root,
      needed.has(name),
    ),
  );
  const items = all.flatMap((one) => listOf([one['items']]));
  const within = items.length === 0 ? [] : shapeRows(`${path}[]`, items, root);
  const optional = required ? '' : ' (optional)';
  return [[path, `${typeOf(described, names)}${optional}`], ...below, ...within];
}

function typeOf(schemas: readonly Schema[], names: readonly string[]): string {
  const words = schemas.flatMap((schema) => wordsOf(schema));
  if (words.length > 0) return [...new Set(words)].join('; ');
  if (names.length > 0) return 'object';
  return schemas.some((one) => one['additionalProperties'] === false) ? 'an empty object' : 'any JSON';
}

function wordsOf(schema: Schema): string[] {
  const { type, minimum, maximum, pattern, description, title } = schema;
  const values = schema['enum'] ?? ('const' in schema ? [schema['const']] : undefined);
  if (schema['contentEncoding'] === 'base16') return ['bytes as lower-case hex'];
  const either = listOf(schema['oneOf']).map((one) => wordsOf(one).join(' ') || 'object');
  return [
    ...(Array.isArray(values) ? [values.map((value) => JSON.stringify(value)).join(' or ')] : []),
    ...(values === undefined && type !== undefined ? [textsOf(type).join(' or ') || String(type)] : []),
    ...(either.length > 0 ? [either.join(' or ')] : []),
    ...(minimum === undefined ? [] : [`at least ${String(minimum)}`]),
    ...(maximum === undefined ? [] : [`at most ${String(maximum)}`]),
    ...(typeof pattern === 'string' ? [`like ${pattern}`] : []),
    ...(typeof description === 'string' ? [description] : typeof title === 'string' ? [title] : []),
  ];
}

/** The schema with its references resolved: to this file, or to the bytes that all files share. */
function resolved(schema: Schema, root: Schema, depth = 0): Schema[] {
  const reference = schema['$ref'];
  if (typeof reference !== 'string' || depth > 8) return [schema];
  const { $ref: _, ...own } = schema;
  const [file, pointer = ''] = reference.split('#');
  const name = pointer.replace('/$defs/', '');
  if (file !== '') return [{ type: 'string', contentEncoding: name === 'bytes' ? 'base16' : name }, own];
  const target = schemaOf(schemaOf(root['$defs'])?.[name]);
  return target ? [...resolved(target, root, depth + 1), own] : [own];
}

const schemaOf = (value: unknown): Schema | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined;

const listOf = (value: unknown): Schema[] =>
  Array.isArray(value) ? value.map(schemaOf).filter((one) => one !== undefined) : [];

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');

function membersOf(schema: Schema): Record<string, Schema> {
  const members = schemaOf(schema['properties']) ?? {};
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, one]) => {
      const member = schemaOf(one);
      return member ? [[name, member]] : [];
    }),
  );
}
