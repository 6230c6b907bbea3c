/** Puts questions to both sides, compares the answers, and counts the reject codes. */
import type { Structure } from '../../reference/structure.js';
import type { Answer, CodecPort } from '../../suites/codec.js';
import type { Question } from './grammar.js';
import { codeOf, compareAnswers, type Disagreement } from './oracle.js';

/** One side of the comparison. A side in this process answers at once. */
export type Side = (question: Question) => Answer | Promise<Answer>;

export interface Counts {
  /** Questions that both sides answered. */
  compared: number;
  /** Questions that one side does not answer, or that are malformed themselves. */
  notCompared: number;
  /** `structure op code` of each rejection by the expected side. */
  readonly codes: Set<string>;
}

export interface Comparer {
  readonly counts: Counts;
  /** Undefined if the two sides agree or cannot be compared. */
  compare<Q extends Question>(question: Q): Promise<Found<Q> | undefined>;
}

export interface Found<Q extends Question = Question> extends Disagreement {
  readonly question: Q;
}

export const sideOf =
  (codec: CodecPort, signal: AbortSignal): Side =>
  ({ structure, op, given, input }) =>
    withoutStacks(() => codec.ask({ structure, op, given, input }, signal));

/**
 * About half of the generated inputs are rejected by an error. Its stack costs more than everything else, and nobody
 * reads it.
 */
export function withoutStacks<T>(call: () => T): T {
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return call();
  } finally {
    Error.stackTraceLimit = usual;
  }
}

export function comparerOf(
  target: Side,
  expected: Side,
  structures: ReadonlyMap<string, Structure>,
  reached: (question: Question, code: string) => void = () => {},
): Comparer {
  const counts: Counts = { compared: 0, notCompared: 0, codes: new Set() };
  return {
    counts,
    async compare(question) {
      const answer = target(question);
      const right = expected(question);
      const areBothLater = answer instanceof Promise && right instanceof Promise;
      const [wanted, received] = areBothLater
        ? await Promise.all([right, answer])
        : [await right, await answer];
      const judged = compareAnswers(question, structures.get(question.structure), wanted, received);
      if (judged === 'not compared') {
        counts.notCompared++;
        return undefined;
      }
      counts.compared++;
      note(question, wanted);
      return judged === 'agree' ? undefined : { ...judged, question };
    },
  };

  function note(question: Question, wanted: Answer): void {
    if (!('reject' in wanted)) return;
    const code = `${question.structure} ${question.op} ${codeOf(wanted.reject)}`;
    if (counts.codes.has(code)) return;
    counts.codes.add(code);
    reached(question, code);
  }
}
