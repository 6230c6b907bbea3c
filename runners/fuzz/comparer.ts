/** Puts questions to both sides, compares the answers, and counts the reject codes. */
import type { Structure } from '../../reference/structure.js';
import type { Answer, CodecPort, Request } from '../../suites/codec.js';
import { codeOf, compareAnswers, type Disagreement } from './oracle.js';

/** One side of the comparison. A side in this process answers at once. */
export type Side = (question: Request) => Answer | Promise<Answer>;

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
  /** Undefined if the two sides agree or cannot be compared. A promise only if one of them answers later. */
  compare<Q extends Request>(question: Q): Compared<Q> | Promise<Compared<Q>>;
}

type Compared<Q extends Request> = FoundDisagreement<Q> | undefined;

export interface FoundDisagreement<Q extends Request = Request> extends Disagreement {
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
  reached: (question: Request, code: string) => void = () => {},
): Comparer {
  const counts: Counts = { compared: 0, notCompared: 0, codes: new Set() };
  const isKnown = openCodes();
  return {
    counts,
    compare(question) {
      const answer = target(question);
      const right = expected(question);
      // Each promise takes longer than the comparison.
      if (right instanceof Promise)
        return Promise.all([right, answer]).then(([wanted, received]) => judge(question, wanted, received));
      if (answer instanceof Promise) return answer.then((received) => judge(question, right, received));
      return judge(question, right, answer);
    },
  };

  function judge<Q extends Request>(question: Q, wanted: Answer, received: Answer): Compared<Q> {
    const judged = compareAnswers(question, structures.get(question.structure), wanted, received);
    if (judged === 'not compared') {
      counts.notCompared++;
      return undefined;
    }
    counts.compared++;
    if ('reject' in wanted) note(question, codeOf(wanted.reject));
    return judged === 'agree' ? undefined : { ...judged, question };
  }

  function note(question: Request, code: string): void {
    if (isKnown(question, code)) return;
    const name = `${question.structure} ${question.op} ${code}`;
    counts.codes.add(name);
    reached(question, name);
  }
}

/** Whether the code of this operation was asked for before. Making one text of the three names would take longer. */
function openCodes(): (question: Request, code: string) => boolean {
  const structures = new Map<string, Map<string, Set<string>>>();
  return ({ structure, op }, code) => {
    const codes = structures.get(structure)?.get(op);
    if (codes?.has(code)) return true;
    if (codes) codes.add(code);
    else structures.set(structure, new Map(structures.get(structure)).set(op, new Set([code])));
    return false;
  };
}
