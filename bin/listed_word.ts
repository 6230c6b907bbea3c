import { columns } from '../reports/columns.js';
import { reporters } from '../reports/registry.js';
import { targetForms } from '../runners/targets.js';
import type { Library } from '../suites/explain.js';
import type { Told } from './explain_structure.js';
import { allSets } from './sets.js';
import { tagsOf } from './terms.js';

/** Explains a target, a reporter, a requirement set or a tag, by the name that `list` shows. */
export function listedWord(word: string, { cases }: Library, width: number): Told | undefined {
  for (const [kind, told] of Object.entries(words)) {
    const said = told(word, cases);
    if (!said) continue;
    return { text: columns([[kind, word], ...Object.entries(said)], width), data: { [kind]: word, ...said } };
  }
  return undefined;
}

type Said = Readonly<Record<string, string>>;

const words: Readonly<Record<string, (word: string, cases: Library['cases']) => Said | undefined>> = {
  target: (word) => isOf(targetForms.find(([form]) => form === word)?.[1]),
  reporter: (word) => isOf(Object.hasOwn(reporters, word) ? reporters[word]?.describe : undefined),
  set(word) {
    const set = allSets().find(({ name }) => name === word);
    if (!set) return undefined;
    const { frozen, spec, requirements, cases } = set;
    return {
      is: `${requirements.length} requirements and ${Object.values(cases).flat().length} cases of ${spec.version}, frozen on ${frozen}`,
      gates: `conform run --requirements ${word}`,
    };
  },
  tag(word, cases) {
    if (!tagsOf(cases).includes(word)) return undefined;
    const tagged = cases.filter(({ tags = [] }) => tags.includes(word));
    return { is: `of ${tagged.length} cases`, asks: `conform run --only tag:${word}` };
  },
};

const isOf = (is: string | undefined): Said | undefined => (is === undefined ? undefined : { is });
