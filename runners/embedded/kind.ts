import { Miscalled } from '../options.js';
import type { OptionTable, ReferencePeers, RunnerPlugin, TargetKind } from '../target_kind.js';
import { openCodecs, openReference } from './reference.js';

/** The target of a run that names no target and no case. */
export const CODECS = 'reference:codecs';

/** The embedded references of these protocols. */
export function referenceKind(plugins: readonly RunnerPlugin[]): TargetKind {
  const known = plugins.map(({ protocol }) => protocol);
  const peers: Readonly<Record<string, ReferencePeers>> = Object.fromEntries(
    plugins.map(({ protocol, reference }) => [protocol, reference]),
  );
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
      if (text === CODECS) return openCodecs(text, peers);
      const [, named] = text.split(':');
      if (named !== undefined && !known.includes(named)) {
        throw new Miscalled(`there is no reference "${named}"; known: codecs, ${known.join(', ')}`);
      }
      return openReference(text, named === undefined ? known : [named], peers, given);
    },
  };
}
