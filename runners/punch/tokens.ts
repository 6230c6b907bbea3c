import { DecodeError } from '../../reference/bytes/error.js';
import { token } from '../../reference/punch/token.js';
import type { Json } from '../../suites/model.js';
import type { FoundToken } from '../../suites/punch/port.js';
import { signedTexts } from '../../suites/punch/tokens_in.js';

/** Every Punch token in any member of a JSON value, with the claims of its payload. No signature is checked. */
export function findTokens(value: Json | undefined): FoundToken[] {
  const found = new Map<string, FoundToken>();
  const walk = (node: Json | undefined, depth: number): void => {
    if (depth > 32 || found.size > 1000) return;
    if (typeof node === 'string') {
      for (const text of signedTexts(node)) {
        const read = readToken(text);
        if (read) found.set(text, read);
      }
    } else if (typeof node === 'object' && node !== null) {
      for (const inner of Object.values(node)) walk(inner, depth + 1);
    }
  };
  walk(value, 0);
  return [...found.values()];
}

function readToken(text: string): FoundToken | undefined {
  try {
    return { token: text, claims: token.decode(text).claims };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return undefined;
  }
}
