/** The lines of adapter.schema.json, read into typed values. */
import type { Json } from '../../reference/structure.js';
import type { Answer, Request } from '../../suites/codec.js';
import { type SchemaError, type Validator, validatorOf } from '../../validators.js';

export interface Hello {
  readonly name: string;
  readonly version: string;
  readonly structures: Readonly<Record<string, readonly string[]>>;
  readonly dialects?: Readonly<Record<string, string>>;
}

/** What one line says. Of nonsense, the id is kept where there is one: it tells whose answer went wrong. */
export type Said = { readonly id: number; readonly answer: Answer } | Nonsense;
export interface Nonsense {
  readonly nonsense: string;
  readonly id?: number;
}

type AnswerLine = { id: number } & (
  | { accept: Json }
  | { reject: string }
  | { unsupported: string }
  | { error: string }
);

export interface Protocol {
  readHello(line: string): Hello | Nonsense;
  readAnswer(line: string): Said;
}

export const HELLO = '{"conform":1,"hello":{}}\n';

/** Deeper values are nobody's answer, and comparing them would need a stack of their size. */
const MAX_DEPTH = 64;

/**
 * Values in an answer; those of the vectors have fewer than a hundred. Millions of them cost minutes and a gigabyte when they
 * are parsed and compared, so they are counted first.
 */
const MAX_VALUES = 65_536;

export function requestLine(id: number, { structure, op, given, input }: Request): string {
  return `${JSON.stringify({ id, structure, op, given, input })}\n`;
}

let compiled: Protocol | undefined;

export function adapterProtocol(): Protocol {
  compiled ??= compile();
  return compiled;
}

function compile(): Protocol {
  const [hello, answer] = ['hello', 'answer'].map((line) =>
    validatorOf('adapter', `adapter.schema.json#/$defs/${line}`),
  ) as [Validator, Validator];
  const isHello = (value: unknown): value is { hello: Hello } => hello(value);
  const isAnswer = (value: unknown): value is AnswerLine => answer(value);
  return {
    readHello(line) {
      const value = parse(line);
      return isHello(value) ? value.hello : nonsense(line, hello);
    },
    readAnswer(line) {
      if (hasTooMany(line)) {
        return { ...idIn(line), nonsense: `an answer of more than ${MAX_VALUES} values: ${preview(line)}` };
      }
      const value = parse(line);
      const alien = value === undefined ? alienIn(line) : undefined;
      if (alien) return alien;
      if (!isAnswer(value)) return { ...nonsense(line, answer), ...idOf(value) };
      if ('accept' in value && line.length > MAX_DEPTH && isDeep(value.accept)) {
        return { id: value.id, nonsense: `an answer nested deeper than ${MAX_DEPTH}` };
      }
      return { id: value.id, answer: withoutId(value) };
    },
  };
}

/** Not JSON becomes undefined, which no schema accepts. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const ID_WITHIN = 64;
const TEXT = /"(?:[^"\\]|\\.)*"/g;
/** A text, so that no word within it counts, or a number that JSON does not have. */
const TEXT_OR_ALIEN = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/** Many encoders write numbers that JSON does not have: they are named, with the answer that they stand in. */
function alienIn(line: string): Nonsense | undefined {
  let alien: string | undefined;
  const mended = line.replace(TEXT_OR_ALIEN, (found) => {
    if (found.startsWith('"')) return found;
    alien ??= found;
    return 'null';
  });
  if (alien === undefined) return undefined;
  return { nonsense: `${alien}, which JSON does not have: ${preview(line)}`, ...idOf(parse(mended)) };
}

function withoutId(line: AnswerLine): Answer {
  if ('accept' in line) return { accept: line.accept };
  if ('reject' in line) return { reject: line.reject };
  if ('unsupported' in line) return { unsupported: line.unsupported };
  return { error: line.error };
}

function idOf(value: unknown): { id?: number } {
  if (typeof value !== 'object' || value === null || !('id' in value)) return {};
  return Number.isSafeInteger(value.id) ? { id: Number(value.id) } : {};
}

function nonsense(line: string, validate: Validator): Nonsense {
  return { nonsense: `a line that is not an answer (${fault(validate.errors?.[0])}): ${preview(line)}` };
}

function fault(error: SchemaError | undefined): string {
  if (!error || (error.keyword === 'type' && error.instancePath === '')) return 'not a JSON object';
  return `${error.instancePath || '/'} ${error.message}`;
}

export function preview(line: string): string {
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 120)}...` : line);
}

/** Counts commas: all of them first, which is quick, and those outside of texts where that is not enough to tell. */
function hasTooMany(line: string): boolean {
  return commasIn(line) > MAX_VALUES && commasIn(line.replace(TEXT, '')) > MAX_VALUES;
}

function commasIn(text: string): number {
  let count = 0;
  if (text.length <= MAX_VALUES) return count;
  for (let at = text.indexOf(','); at >= 0 && count <= MAX_VALUES; at = text.indexOf(',', at + 1)) count++;
  return count;
}

/** The id of an answer that is not parsed; it stands at its beginning or at its end. */
function idIn(line: string): { id?: number } {
  const ends = `${line.slice(0, ID_WITHIN)}\n${line.slice(-ID_WITHIN)}`;
  const [, id] = /"id"\s*:\s*(\d{1,15})\s*[,}]/.exec(ends) ?? [];
  return id === undefined ? {} : { id: Number(id) };
}

/** Level by level, so that the depth of hostile input costs no stack. */
function isDeep(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
