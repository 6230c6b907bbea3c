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

/** What one line says. A wrong line keeps the id that it names, so that its request can be charged. */
type Said = { readonly id: number; readonly answer: Answer } | Nonsense;
interface Nonsense {
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

/** No structure has deeper values, and a comparison would need a stack of their depth. */
const MAX_DEPTH = 64;

/**
 * An answer to a vector has fewer than a hundred values. Millions of them would cost minutes and a gigabyte to parse and
 * compare, so they are counted first.
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

/** Undefined for invalid JSON. No schema accepts that. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const ID_WITHIN = 64;
const ALIEN = /-?\b(?:NaN|Infinity)\b/g;

/** Names a number that JSON does not have. Many encoders write one, and the answer around it shows whose it is. */
function alienIn(line: string): Nonsense | undefined {
  if (line.search(ALIEN) < 0) return undefined;
  let alien: string | undefined;
  let mended = '';
  let behind = 0;
  for (const [from, to] of outsideTexts(line)) {
    mended += line.slice(behind, from);
    mended += line.slice(from, to).replace(ALIEN, (found) => {
      alien ??= found;
      return 'null';
    });
    behind = to;
  }
  if (alien === undefined) return undefined;
  mended += line.slice(behind);
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

/** Counts all commas first, which is quick, and those outside of texts only if there are many. */
function hasTooMany(line: string): boolean {
  if (line.length <= MAX_VALUES || commasIn(line, 0, line.length) <= MAX_VALUES) return false;
  let count = 0;
  for (const [from, to] of outsideTexts(line)) {
    count += commasIn(line, from, to);
    if (count > MAX_VALUES) return true;
  }
  return false;
}

/** Stops at the first comma of too many. */
function commasIn(line: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to && count <= MAX_VALUES; at++) if (line.charCodeAt(at) === COMMA) count++;
  return count;
}

const [COMMA, QUOTE, BACKSLASH] = [0x2c, 0x22, 0x5c];

/**
 * The parts of a line outside of its texts. A text without an end goes to the end of the line. A regular expression
 * overflows its stack at millions of escapes, and tries each quote of an endless text again.
 */
function* outsideTexts(line: string): Generator<readonly [from: number, to: number]> {
  for (let from = 0; from < line.length; ) {
    const quote = line.indexOf('"', from);
    yield [from, quote < 0 ? line.length : quote];
    from = quote < 0 ? line.length : behindText(line, quote);
  }
}

function behindText(line: string, quote: number): number {
  for (let at = quote + 1; at < line.length; at++) {
    const char = line.charCodeAt(at);
    if (char === QUOTE) return at + 1;
    if (char === BACKSLASH) at++;
  }
  return line.length;
}

/** The id of an answer that is not parsed, if it is near the beginning or the end. */
function idIn(line: string): { id?: number } {
  const ends = `${line.slice(0, ID_WITHIN)}\n${line.slice(-ID_WITHIN)}`;
  const [, id] = /"id"\s*:\s*(\d{1,15})\s*[,}]/.exec(ends) ?? [];
  return id === undefined ? {} : { id: Number(id) };
}

/** Goes level by level, so that deep hostile input needs no deep stack. */
function isDeep(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
