/** Tests codecs that are right but different with the vectors of their structures. */
import { type CodecEquivalent, codecEquivalents } from '../../reference/mutants/equivalent_codecs.js';
import type { Structure } from '../../reference/structure.js';
import { structures } from '../../reference/structures.js';
import { vectorCases } from '../../suites/codec.js';
import type { Case } from '../../suites/model.js';
import type { Vector, VectorFile } from '../../vectors/vector.js';
import { embeddedCodecs } from '../embedded/codecs.js';
import { tryCases } from '../try_cases.js';
import type { EquivalentTrial } from './trial.js';

export const equivalentTrials = (files: readonly VectorFile[]): readonly EquivalentTrial[] =>
  files.flatMap((file) => {
    const structure = structures.get(file.structure);
    if (!structure) throw new Error(`no structure ${file.structure}`);
    const cases = vectorCases(file, structure);
    return codecEquivalents(structure, file.vectors.some(answersObject)).map((one) =>
      trialOf(one, structure, cases),
    );
  });

const answersObject = ({ expect }: Vector): boolean =>
  'accept' in expect &&
  typeof expect.accept === 'object' &&
  expect.accept !== null &&
  Object.keys(expect.accept).length > 1;

function trialOf(
  { id, what, change }: CodecEquivalent,
  structure: Structure,
  cases: readonly Case[],
): EquivalentTrial {
  const [protocol = '', ...rest] = id.split('/');
  return {
    path: [protocol, 'codec', ...rest].join('/'),
    protocol,
    kind: 'codec',
    what,
    async attempt() {
      const target = embeddedCodecs(id, new Map([[structure.name, change(structure)]]));
      const outcomes = await tryCases(cases, target);
      return outcomes
        .filter(({ verdict }) => verdict !== 'pass')
        .map(({ id: asked, verdict, reason }) => `${asked}: ${verdict}, ${reason}`);
    },
  };
}
