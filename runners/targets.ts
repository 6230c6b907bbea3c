/** All kinds of targets. */
import type { Target } from '../suites/model.js';
import { type Given, Miscalled, mergedTable } from './options.js';
import { kinds } from './registry/kinds.js';
import type { Around, TargetKind } from './target_kind.js';

export { CODECS } from './embedded/kind.js';

/** The forms of targets, each with its meaning. */
export const targetForms = kinds.flatMap(({ forms }) => forms);

export const targetSchemes = kinds.flatMap(({ schemes }) => schemes);

export function schemeOf(text: string): string {
  return /^[a-z-]+(?=:|$)/.exec(text)?.[0] ?? '';
}

export const kindOf = (text: string): TargetKind | undefined =>
  kinds.find(({ schemes }) => schemes.includes(schemeOf(text)));

/** The options of all kinds, by name. The description of a shared option names each of its kinds. */
export const targetOptions = mergedTable(kinds.map(({ options }) => options));

/** The schemes of the kinds that take an option. */
export const takersOf = (name: string): readonly string[] =>
  kinds
    .filter(({ options }) => Object.hasOwn(options, name))
    .flatMap(({ schemes, alone }) => schemes.map((scheme) => (alone ? scheme : `${scheme}:`)));

export async function openTarget(text: string, given: Given = {}, around: Around = {}): Promise<Target> {
  const kind = kindOf(text);
  if (kind && (kind.alone || text.startsWith(`${schemeOf(text)}:`))) return kind.open(text, given, around);
  if (/^[\w.-]+\.[a-z]{2,}(:\d+)?(\/|$)/i.test(text) || /^[\w.-]+:\d+/.test(text)) {
    throw new Miscalled(`"${text}" is a bare host name: did you mean https://${text}?`);
  }
  throw new Miscalled(
    `"${text}" is not a target: write one of ${targetForms.map(([form]) => form).join(', ')}`,
  );
}
