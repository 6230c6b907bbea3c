import { columns } from '../reports/columns.js';
import { reporters } from '../reports/registry.js';
import { targetForms } from '../runners/targets.js';
import type { Told } from './explain_structure.js';

/** A target or a reporter as `list` names it. */
export function listedWord(word: string, width: number): Told | undefined {
  const target = targetForms.find(([form]) => form === word);
  const what = target?.[1] ?? (Object.hasOwn(reporters, word) ? reporters[word]?.describe : undefined);
  if (what === undefined) return undefined;
  const rows = [
    [target ? 'target' : 'reporter', word],
    ['is', what],
  ];
  return { text: columns(rows, width), data: { [target ? 'target' : 'reporter']: word, is: what } };
}
