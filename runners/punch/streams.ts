import { isName } from '../../reference/punch/name.js';
import { nested } from '../../suites/punch/answers.js';
import type { HttpAnswer } from '../../suites/punch/port.js';

/** The most streams. Each needs a token, for which a command may have to run. */
const MOST = 64;
const NAMES = ['name', 'stream', 'id'];

/** The names of streams in an answer: a list of names, a list of objects with a name, or an object by name. */
export function streamsShown(answer: HttpAnswer): readonly string[] {
  const list = nested(answer, 'streams');
  if (Array.isArray(list)) return named(list.map(nameOf));
  return typeof list === 'object' && list !== null ? named(Object.keys(list)) : [];
}

export const named = (list: readonly unknown[]): readonly string[] =>
  [...new Set(list.filter(isName))].slice(0, MOST);

function nameOf(one: unknown): unknown {
  if (typeof one !== 'object' || one === null) return one;
  const member = NAMES.find((name) => Object.hasOwn(one, name));
  return member === undefined ? undefined : Reflect.get(one, member);
}
