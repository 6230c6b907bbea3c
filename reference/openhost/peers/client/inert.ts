/** Section 5: what a person is shown of a diagnostic. */

const LONGEST = 200;

/** No control characters, and no more than fits a line. */
export function inert(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}...` : plain;
}

/** The diagnostic of an ERROR, as plain text. */
export const shownDiagnostic = (payload: Uint8Array): string =>
  inert(new TextDecoder().decode(payload.subarray(0, 4 * LONGEST)));
