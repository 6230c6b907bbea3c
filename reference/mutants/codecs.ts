/** Wrong codecs. Each changes the operations of one structure. */
import { DecodeError } from '../bytes/error.js';
import type { Operation, Structure } from '../structure.js';
import type { Mutant } from './mutant.js';

export type CodecMutant = Mutant<Structure> & {
  /** The name of the changed structure. */
  readonly structure: string;
};

/** An input that one operation of a structure rejects. */
export interface Refusal {
  readonly op: string;
  readonly code: string;
  readonly clause: readonly string[];
}

/** The clauses that the vectors of a structure cite. */
export interface StructureClauses {
  readonly structure: string;
  /** The clauses of the accepted vectors. */
  readonly accepts: readonly string[];
  readonly refusals: readonly Refusal[];
}

type Change = (operation: Operation, op: string) => Operation;

const operations =
  (change: Change) =>
  (structure: Structure): Structure => ({
    ...structure,
    operations: Object.fromEntries(
      Object.entries(structure.operations).map(([op, operation]) => [op, change(operation, op)]),
    ),
  });

const rejecting: Change = () => () => {
  throw new DecodeError('no');
};

/** Returns null if the operation rejects for one of these reasons. */
const forgetting =
  (forgets: (op: string, code: string) => boolean): Change =>
  (operation, op) =>
  (given, input) => {
    try {
      return operation(given, input);
    } catch (error) {
      if (error instanceof DecodeError && forgets(op, error.code)) return null;
      throw error;
    }
  };

export function codecMutants({ structure, accepts, refusals }: StructureClauses): readonly CodecMutant[] {
  const codec = (name: string, clause: readonly string[], what: string, change: Change): CodecMutant => ({
    id: `${structure}/${name}`,
    structure,
    clause: [...new Set(clause)],
    what,
    change: operations(change),
  });
  const rejected = refusals.flatMap(({ clause }) => clause);
  const lenient =
    refusals.length === 0
      ? []
      : [
          codec(
            'accepts-everything',
            rejected,
            'Accepts every input.',
            forgetting(() => true),
          ),
        ];
  return [
    codec('rejects-everything', accepts, 'Rejects every input.', rejecting),
    ...lenient,
    ...refusals.map(({ op, code, clause }) =>
      codec(
        `${op}-accepts-${code.replaceAll('/', '-')}`,
        clause,
        `Accepts in ${op} what is to be rejected with ${code}.`,
        forgetting((name, found) => name === op && found === code),
      ),
    ),
  ];
}
