import type { Check, Json, Result } from '../suites/model.js';
import { firstDifference } from './difference.js';

/** `protocol/structure` of a vector, `protocol/section` of a live case. */
export const placeOf = (id: string): string => id.split('/').slice(0, 2).join('/');

/**
 * Results with the same text probably fail for the same cause: the same operation or section, the same check, and the same
 * kind of answer. This is a guess that only groups; it never judges.
 */
export function causeOf(result: Result): string {
  const { target, id, verdict, gates, waived, dialect, reason = '', repeat = 0 } = result;
  const check = result.checks?.find(({ ok }) => !ok);
  const op = result.evidence?.find(({ name }) => name === 'operation')?.text;
  // A lost case has no check, and its cause is the same in every section.
  const place = op ?? (check ? placeOf(id) : id.split('/')[0]);
  return JSON.stringify([
    target,
    verdict,
    gates,
    waived ?? '',
    dialect ?? '',
    repeat,
    place,
    check ? signatureOf(check) : unnumbered(reason),
  ]);
}

function signatureOf({ what, expected, observed }: Check): readonly Json[] {
  if (expected === undefined || observed === undefined) return [what];
  const refused = rejectIn(expected);
  // The expected reject code separates causes: a decoder that skips two checks makes two mistakes.
  if (refused !== undefined) return [what, refused];
  const answer = rejectIn(observed);
  if (answer !== undefined) return [what, unnumbered(answer)];
  const difference = firstDifference(expected, observed);
  const isShort = JSON.stringify([expected, observed]).length < SHORT;
  return [what, unnumbered(difference?.pointer ?? ''), isShort ? [expected, observed] : ''];
}

/** The two values of a check identify its cause if they are a status or a code. Longer values differ from case to case. */
const SHORT = 40;

const rejectIn = (value: Json): string | undefined => {
  const reject = typeof value === 'object' && value !== null && 'reject' in value ? value.reject : undefined;
  return typeof reject === 'string' ? reject : undefined;
};

const unnumbered = (text: string): string => text.slice(0, 300).replace(/\d+/g, '#');
