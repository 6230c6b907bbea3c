/** Whether two answers to one question agree. */
import { DecodeError } from '../../reference/bytes/error.js';
import type { Json, Structure } from '../../reference/structure.js';
import { sameJson } from '../../suites/case.js';
import type { Answer, Request } from '../../suites/codec.js';

export interface Disagreement {
  /** A text for people, such as `accepts what is rejected`. It is the same for all inputs that show the same defect. */
  readonly what: string;
  readonly expected: Answer;
  readonly received: Answer;
}

export type Comparison = 'agree' | 'not compared' | Disagreement;

/** Codes of the JSON border. A request that is malformed itself tests no implementation. */
const BORDER = /^(?:given|hex)\//;

export function compareAnswers(
  question: Request,
  structure: Structure | undefined,
  expected: Answer,
  received: Answer,
): Comparison {
  if (isSilent(expected) || 'unsupported' in received || 'blocked' in received) return 'not compared';
  const differs = (what: string): Disagreement => ({ what, expected, received });
  if ('lost' in received) return differs(`is lost (${received.lost})`);
  if ('reject' in expected) {
    if (BORDER.test(expected.reject)) return 'not compared';
    if ('error' in received) return 'not compared';
    return 'accept' in received
      ? differs(`accepts an input that it must reject (${codeOf(expected.reject)})`)
      : 'agree';
  }
  if (!('accept' in expected)) return 'not compared';
  if ('error' in received) return differs('reports an internal error for an input that it must accept');
  if ('reject' in received) return differs('rejects an input that it must accept');
  return sameAnswer(question, structure, expected.accept, received.accept)
    ? 'agree'
    : differs('accepts the input with another value');
}

const isSilent = (answer: Answer): boolean =>
  'unsupported' in answer || 'blocked' in answer || 'lost' in answer || 'error' in answer;

/** The text before the offset and the details. */
export const codeOf = (reject: string): string => /^[\w./-]+/.exec(reject)?.[0] ?? 'rejected';

/** If the specification leaves the bytes open, compares both answers after decoding. */
function sameAnswer(
  { op, given }: Request,
  structure: Structure | undefined,
  expected: Json,
  received: Json,
): boolean {
  if (sameJson(expected, received)) return true;
  const reopen = structure?.reopen?.[op];
  if (reopen === undefined) return false;
  try {
    return sameJson(reopen(given, expected), reopen(given, received));
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
