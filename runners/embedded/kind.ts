import { Miscalled, type OptionTable } from '../options.js';
import type { RunnerPlugin, TargetKind } from '../target_kind.js';
import { openCodecs, openReference } from './reference.js';

/** The target of a run that names no target and no case. */
export const CODECS = 'reference:codecs';

/** The embedded references of these protocols. */
export function referenceKind(plugins: readonly RunnerPlugin[]): TargetKind {
  const known = plugins.map(({ protocol }) => protocol);
  return {
    schemes: ['reference'],
    alone: true,
    isOurs: true,
    codecs: true,
    place: () => ({ hosts: ['localhost'], isHere: true }),
    forms: [
      ['reference', 'the built-in references, codecs and peers'],
      ['reference:PROTOCOL', 'the references of one protocol'],
      [CODECS, 'only the codecs, which takes seconds: the default'],
    ],
    options: Object.assign({}, ...plugins.map(({ reference }) => reference.options)) as OptionTable,
    async open(text, given) {
      if (text === CODECS) return openCodecs(text, plugins);
      const [, named] = text.split(':');
      if (named !== undefined && !known.includes(named)) {
        throw new Miscalled(`there is no reference "${named}"; known: codecs, ${known.join(', ')}`);
      }
      const chosen = plugins.filter(({ protocol }) => named === undefined || protocol === named);
      return openReference(text, chosen, given);
    },
  };
}
