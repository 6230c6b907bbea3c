/** Tests wrong codecs with the vectors of their structures. */
import type { CodecMutant } from '../../reference/mutants/codecs.js';
import { structures } from '../../reference/structures.js';
import { vectorCases } from '../../suites/codec.js';
import type { Case } from '../../suites/model.js';
import type { VectorFile } from '../../vectors/vector.js';
import { embeddedCodecs } from '../embedded/codecs.js';
import { concerns, kills } from '../kill.js';
import { codecMutantsOf } from '../mutants.js';
import { tryCase } from '../try_cases.js';
import type { Attempt, Scope, Trial } from './trial.js';

/** A codec never waits, so only one trial runs at a time. */
export function codecTrials(files: readonly VectorFile[]): readonly Trial[] {
  return files.flatMap((file) => {
    const structure = structures.get(file.structure);
    if (!structure) throw new Error(`no structure ${file.structure}`);
    const cases = vectorCases(file, structure);
    return codecMutantsOf(file).map((mutant): Trial => {
      const [protocol = '', ...rest] = mutant.id.split('/');
      return {
        path: [protocol, 'codec', ...rest].join('/'),
        protocol,
        kind: 'codec',
        clause: mutant.clause,
        what: mutant.what,
        waits: 0,
        attempt: (scope) => put(mutant, cases, scope),
      };
    });
  });
}

async function put(mutant: CodecMutant, cases: readonly Case[], scope: Scope): Promise<Attempt> {
  const structure = structures.get(mutant.structure);
  if (!structure) throw new Error(`no structure ${mutant.structure}`);
  const target = embeddedCodecs(mutant.id, new Map([[structure.name, mutant.change(structure)]]));
  const found: { readonly id: string; readonly own: boolean }[] = [];
  for (const one of cases) {
    const own = concerns(one, mutant);
    if (!own && scope === 'related') continue;
    if (kills(await tryCase(one, target))) found.push({ id: one.id, own });
  }
  const ids = (own: boolean) => found.filter((one) => one.own === own).map(({ id }) => id);
  return { killers: ids(true), strays: ids(false), faults: [] };
}
