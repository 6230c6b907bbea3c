/** Section 5: how a person is shown a diagnostic that came from the other end. */

/** UTF-16 units. */
const LONGEST = 200;

/** Replaces control and format characters, and cuts the text to the length of a line. */
export function inert(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
  return plain.length > LONGEST ? `${whole(plain.slice(0, LONGEST))}...` : plain;
}

/** Half of a surrogate pair has no UTF-8. */
const whole = (cut: string): string => cut.replace(/[\ud800-\udbff]$/, '');

/** The diagnostic that an ERROR carries. */
export const shownDiagnostic = (payload: Uint8Array): string =>
  inert(new TextDecoder().decode(payload.subarray(0, 4 * LONGEST)));
