/** Adds to the vectors what the suites know about them: level, clause and finding. */
import { packageInfo } from '../package.js';
import { loadVectors } from '../vectors/load.js';
import type { Clause, VectorFinding, VectorRecord, VectorSet } from '../vectors/record.js';
import type { Vector, VectorFile } from '../vectors/vector.js';
import { LEVELS } from './levelled.js';
import { lowering } from './lowered.js';
import type { Protocol } from './protocol.js';
import { protocols } from './protocols.js';

export const vectorSets = (chosen: readonly Protocol[] = protocols): VectorSet[] =>
  chosen.flatMap((protocol) => loadVectors([protocol.spec.protocol]).map((file) => setOf(protocol, file)));

function setOf(protocol: Protocol, { vectors, ...head }: VectorFile): VectorSet {
  const { title, version, sha256 } = protocol.spec;
  const clauses = new Map(protocol.requirements.map((one) => [one.id, clauseOf(one)]));
  return {
    ...head,
    version: packageInfo().version,
    spec: { title, version, sha256 },
    vectors: vectors
      .map((vector) => recordOf(vector, clauses, protocol.findings))
      .map(lowering(protocol.lowered)),
  };
}

const clauseOf = ({ id, level, section, text }: Clause): Clause => ({ id, level, section, text });

function recordOf(
  vector: Vector,
  known: ReadonlyMap<string, Clause>,
  findings: Protocol['findings'],
): VectorRecord {
  const clauses = vector.requirements.flatMap((id) => known.get(id) ?? []);
  return {
    ...vector,
    level: LEVELS.find((level) => clauses.some((clause) => clause.level === level)) ?? 'must',
    clauses,
    findings: findings
      .filter(({ related }) => related.some((id) => id === vector.id || vector.requirements.includes(id)))
      .map(({ id, title, stance }): VectorFinding => ({ id, title, stance })),
  };
}
