/** Describes the input and the answer of each operation, from the schemas of the vectors. */
import type { Vector } from '../vector.js';

/** The part of JSON Schema that the schemas of the vectors use. */
interface Schema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly contentEncoding?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** The part of a vector set that the page needs: its structure, and examples. */
interface Known {
  readonly structure: string;
  readonly vectors: readonly Pick<Vector, 'id' | 'title' | 'op' | 'given' | 'input' | 'expect'>[];
}

type Resolve = (reference: string, within: Schema) => Schema;

const ORIGIN = '`scripts/write-shapes.mjs` makes this page from `vectors/schemas`; do not edit it. ';

export function shapesPage(
  schemas: readonly Schema[],
  files: readonly Known[],
  origin: string = ORIGIN,
): string {
  const byId = new Map(schemas.map((schema) => [schema.$id ?? '', schema]));
  const resolve: Resolve = (reference, within) => {
    const [id = '', pointer = ''] = reference.split('#');
    const from = id === '' ? within : byId.get(id);
    const name = pointer.split('/').at(-1) ?? '';
    const found = pointer === '' ? from : from?.$defs?.[name];
    if (!found) throw new Error(`${reference} is in no schema`);
    return found;
  };
  const structures = new Set(files.map(({ structure }) => structure));
  const own = schemas.filter(({ properties }) => structures.has(String(properties?.['structure']?.const)));
  return `# The shapes of requests and answers

${origin}An adapter and the vector files use these shapes.
**bytes** are lower-case hex, two digits a byte. **decimal** is a whole number of up to 64 bits as text. A member with \`?\` may be absent.

${own.map((schema) => structureOf(schema, resolve, files)).join('\n')}`;
}

function structureOf(schema: Schema, resolve: Resolve, files: readonly Known[]): string {
  const { structure, vectors } = schema.properties ?? {};
  const item = vectors?.items ?? {};
  const name = String(structure?.const);
  const known = files.find((file) => file.structure === name)?.vectors ?? [];
  const operations = (wordsOf(item, 'op') ?? []).map((op) => {
    const own = known.filter((vector) => vector.op === op && 'accept' in vector.expect);
    return operationOf(
      op,
      item,
      own,
      (part) => textOf(part, schema, resolve),
      (parts, accepts) => notesIn(parts, accepts, schema, resolve),
    );
  });
  return `## \`${name}\`\n\n${operations.join('\n')}`;
}

const wordsOf = ({ properties }: Schema, name: string): readonly string[] | undefined => {
  const named = properties?.[name];
  return (named?.enum ?? (named?.const === undefined ? undefined : [named.const])) as
    | readonly string[]
    | undefined;
};

function operationOf(
  op: string,
  item: Schema,
  vectors: Known['vectors'],
  text: (schema: Schema) => string,
  notes: (parts: readonly Schema[], accepts: readonly Schema[]) => readonly string[],
): string {
  const parts = applying(op, item);
  const named = (name: string): Schema[] => parts.flatMap(({ properties }) => properties?.[name] ?? []);
  const accepts = named('expect').flatMap(({ properties }) => properties?.['accept'] ?? []);
  const isReopened = vectors.some(({ expect }) => 'accept' in expect && expect.by === 'reopening');
  const lines = [
    `given: ${text(merge(named('given')))}`,
    `input: ${text(merge(named('input')))}`,
    `accept: ${text(merge(accepts))}`,
    ...(isReopened ? [REOPENED] : []),
    ...notes([...named('given'), ...named('input')], accepts),
    ...exampleOf(vectors[0]),
  ];
  return `### ${op}\n\n${lines.map((line) => `- ${line}\n`).join('')}`;
}

const LONGEST_EXAMPLE = 280;

/** With its values if they fit on a line. */
function exampleOf(vector: Known['vectors'][number] | undefined): readonly string[] {
  if (vector === undefined) return ['no vector asks for it'];
  const { id, title, given, input, expect } = vector;
  const shown = [given, input, 'accept' in expect ? expect.accept : null].map((one) => JSON.stringify(one));
  const [with_, from, to] = shown;
  const values = `${with_ === '{}' ? '' : `given \`${with_}\`, `}input \`${from}\`, accept \`${to}\``;
  return [`example: \`${id}\`, ${title}`, ...(values.length > LONGEST_EXAMPLE ? [] : [`in it: ${values}`])];
}

/** The note at operations whose bytes the norm does not fix. */
const REOPENED =
  'many answers are right: answer with what you encode, as bytes or text where nothing else is said. `accept` is what the reference reads back from it';

/** The parts of a schema that apply to a vector of that operation. */
function applying(op: string, schema: Schema): Schema[] {
  const { if: condition, then: yes, else: no, allOf = [] } = schema;
  const chosen = condition === undefined ? [] : [wordsOf(condition, 'op')?.includes(op) ? yes : no];
  return [
    schema,
    ...chosen.flatMap((part) => (part === undefined ? [] : applying(op, part))),
    ...allOf.flatMap((part) => applying(op, part)),
  ];
}

const merge = (parts: readonly Schema[]): Schema =>
  parts.length === 1
    ? (parts[0] as Schema)
    : Object.assign({}, ...parts, {
        required: parts.flatMap(({ required = [] }) => required),
        properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
      });

function textOf(schema: Schema, whole: Schema, resolve: Resolve): string {
  if (schema.$ref !== undefined) return referenced(schema.$ref, whole, resolve);
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${JSON.stringify(word)}\``).join(' or ');
  if (schema.contentEncoding === 'base16') return 'bytes';
  if (schema.items !== undefined) return `list of ${textOf(schema.items, whole, resolve)}`;
  const isObject = schema.type === 'object' || schema.additionalProperties === false;
  if (isObject || Object.keys(schema.properties ?? {}).length > 0) return membersOf(schema, whole, resolve);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return choices.map((choice) => textOf(choice, whole, resolve)).join(' or ');
  return plain(schema);
}

function referenced(reference: string, whole: Schema, resolve: Resolve): string {
  const [id = ''] = reference.split('#');
  const target = resolve(reference, whole);
  return textOf(target, id === '' ? whole : resolve(id, whole), resolve);
}

function membersOf({ properties = {}, required = [] }: Schema, whole: Schema, resolve: Resolve): string {
  const members = Object.entries(properties).map(
    ([name, member]) => `${name}${required.includes(name) ? '' : '?'}: ${textOf(member, whole, resolve)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function plain({ type, pattern, minimum, maximum }: Schema): string {
  if (type === undefined) return 'any JSON';
  if (Array.isArray(type)) return type.map((one) => plain({ type: one })).join(' or ');
  if (type === 'integer') {
    return `whole number${minimum === undefined ? '' : ` from ${minimum}`}${maximum === undefined ? '' : ` to ${maximum}`}`;
  }
  if (type === 'string' && pattern?.includes('[0-9]') && !pattern.includes('a-')) return 'decimal';
  return (
    { string: 'text', number: 'number', boolean: 'true or false', null: 'null' }[type as string] ??
    String(type)
  );
}

/** The description of a member in the schemas: its unit, and when it is absent. */
function notesIn(
  parts: readonly Schema[],
  accepts: readonly Schema[],
  whole: Schema,
  resolve: Resolve,
): string[] {
  const notes = new Set<string>();
  const visit = (schema: Schema, within: Schema, name: string): void => {
    if (schema.$ref !== undefined) {
      const [id = ''] = schema.$ref.split('#');
      visit(resolve(schema.$ref, within), id === '' ? within : resolve(id, within), name);
    }
    if (schema.description !== undefined && name !== '') notes.add(`\`${name}\`: ${schema.description}`);
    for (const [member, inner] of Object.entries(schema.properties ?? {})) visit(inner, within, member);
    for (const inner of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) visit(inner, within, name);
    if (schema.items !== undefined) visit(schema.items, within, name);
  };
  for (const part of parts) visit(part, whole, '');
  for (const part of accepts) visit(part, whole, 'accept');
  return [...notes];
}
