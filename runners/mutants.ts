/** All mutants: those of peers from their registry, those of codecs from the vectors. */
import {
  type CodecMutant,
  codecMutants,
  type Refusal,
  type StructureClauses,
} from '../reference/mutants/codecs.js';
import type { MutantFacts } from '../reference/mutants/peer_mutants.js';
import { peerMutants } from '../reference/mutants/registry.js';
import type { VectorFile } from '../vectors/vector.js';

export interface ListedMutant extends MutantFacts {
  readonly protocol: string;
  /** `codec`, or the peer that the mutant replaces. */
  readonly kind: string;
}

/** The codec mutants that the vectors of a structure must kill. */
export const codecMutantsOf = (file: VectorFile): readonly CodecMutant[] => codecMutants(clausesOf(file));

function clausesOf({ structure, vectors }: VectorFile): StructureClauses {
  const refusals = new Map<string, Refusal>();
  const accepts: string[] = [];
  for (const { op, expect, requirements } of vectors) {
    if ('reject' in expect) {
      const key = `${op} ${expect.reject}`;
      const clause = [...(refusals.get(key)?.clause ?? []), ...requirements];
      refusals.set(key, { op, code: expect.reject, clause });
    } else accepts.push(...requirements);
  }
  return { structure, accepts, refusals: [...refusals.values()] };
}

export function listMutants(files: readonly VectorFile[]): readonly ListedMutant[] {
  const facts =
    (protocol: string, kind: string) =>
    ({ id, clause, what }: MutantFacts): ListedMutant => ({
      protocol,
      kind,
      id,
      clause,
      what,
    });
  return [
    ...files.flatMap((file) => codecMutantsOf(file).map(facts(file.protocol, 'codec'))),
    ...peerMutants.flatMap(({ protocol, kinds }) =>
      Object.entries(kinds).flatMap(([kind, mutants]) => mutants.map(facts(protocol, kind))),
    ),
  ];
}
