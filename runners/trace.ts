/** The output of `--trace`: the begin and end of each call of a case to its ports, and each check. */
import type { Check, Json, TracedStep } from '../suites/model.js';

export type Trace = (step: TracedStep) => void;

export type TellStep = (text: string) => void;

const LONGEST_TEXT = 160;
const MOST_ITEMS = 8;
const DEEPEST = 3;

export function checkText({ what, ok, expected, observed }: Check): string {
  if (ok) return `check holds: ${what}`;
  const sides = [
    ...(expected === undefined ? [] : [`expected ${shown(expected)}`]),
    ...(observed === undefined ? [] : [`received ${shown(observed)}`]),
  ];
  return [`check FAILS: ${what}`, ...sides].join(', ');
}

/** Wraps a port, or an object that one of its calls returned, to report its calls. Other values stay as they are. */
export function tracePort<T>(name: string, value: T, step: TellStep): T {
  if (!isObject(value) || !hasCalls(value)) return value;
  const told = new Map<PropertyKey, unknown>();
  return new Proxy(value, {
    get(object, key) {
      const member: unknown = Reflect.get(object, key, object);
      if (typeof member !== 'function' || isFixed(object, key)) return member;
      const known = told.get(key) ?? tracedCall(`${name}.${String(key)}`, object, member, step);
      told.set(key, known);
      return known;
    },
  });
}

function tracedCall(name: string, object: object, call: unknown, step: TellStep) {
  return (...given: unknown[]): unknown => {
    const started = performance.now();
    step(
      `${name}(${given
        .filter((one) => !isContext(one))
        .map((one) => shown(one))
        .join(', ')})`,
    );
    const after = (): string => `after ${Math.round(performance.now() - started)} ms`;
    const returned = (value: unknown): unknown => {
      if (value !== undefined) step(`${name} returns ${shown(value)} ${after()}`);
      return tracePort(name, value, step);
    };
    const thrown = (error: unknown): never => {
      step(`${name} fails ${after()}: ${error instanceof Error ? error.message : shown(error)}`);
      throw error;
    };
    try {
      const value: unknown = Reflect.apply(call as (...all: unknown[]) => unknown, object, given);
      return value instanceof Promise ? value.then(returned, thrown) : returned(value);
    } catch (error) {
      return thrown(error);
    }
  };
}

/** A value on one line, of bounded length. */
export function shown(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (typeof value === 'bigint') return `${value}`;
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof Error) return value.message;
  if (Array.isArray(value)) return `[${itemsText(value, depth)}]`;
  if (isObject(value)) return hasCalls(value) ? 'an object' : `{${membersText(value, depth)}}`;
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value as Json) ?? 'nothing');
}

const cut = (text: string): string =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}... (${text.length} characters)` : text;

const SHOWN_BYTES = 64;

function bytesText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, SHOWN_BYTES)).toString('hex');
  return bytes.length > SHOWN_BYTES ? `${hex}... (${bytes.length} bytes)` : `bytes ${hex || '(none)'}`;
}

function itemsText(items: readonly unknown[], depth: number): string {
  if (depth >= DEEPEST) return '...';
  const more = items.length > MOST_ITEMS ? [`... ${items.length - MOST_ITEMS} more`] : [];
  return [...items.slice(0, MOST_ITEMS).map((one) => shown(one, depth + 1)), ...more].join(', ');
}

function membersText(value: object, depth: number): string {
  if (depth >= DEEPEST) return '...';
  const entries = Object.entries(value);
  const more = entries.length > MOST_ITEMS ? [`... ${entries.length - MOST_ITEMS} more`] : [];
  const texts = entries.slice(0, MOST_ITEMS).map(([name, one]) => `${name}: ${shown(one, depth + 1)}`);
  return [...texts, ...more].join(', ');
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether calls of a value are steps of a case. Data have none; promises, maps and bytes count as data. */
const hasCalls = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value)) &&
  Object.values(Object.getOwnPropertyDescriptors(value)).some((own) => typeof own.value === 'function');

/** A proxy has to return such a member as it is. */
function isFixed(object: object, key: PropertyKey): boolean {
  const own = Reflect.getOwnPropertyDescriptor(object, key);
  return own?.configurable === false && own.writable === false;
}

/** Whether a value is a signal or the context of the case, which the trace leaves out. */
const isContext = (value: unknown): boolean =>
  value instanceof AbortSignal || (isObject(value) && 'signal' in value && hasCalls(value));
