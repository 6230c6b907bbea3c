import { rejectionOf } from '../../reference/bytes/error.js';
import { token } from '../../reference/punch/token.js';
import type { Json } from '../model.js';

export interface ShownToken {
  readonly text: string;
  readonly role: string;
  readonly session: string;
}

/** The texts in a body that look like tokens: the prefix and a length that does not occur by chance. */
export const handedOut = (value: Json | undefined): readonly string[] => [
  ...new Set(JSON.stringify(value ?? null).match(/(?<=["=])p_[^"&\s\\]{40,}/g) ?? []),
];

/** Those of these texts that are in the query of a URL. */
export const linkedIn = (value: Json | undefined): readonly string[] => [
  ...new Set(JSON.stringify(value ?? null).match(/(?<=[?&][^"&=]*=)p_[^"&\s\\]{40,}/g) ?? []),
];

/** Also matches a run of the alphabet without a dot: if each `p_` in it were tried anew, a long body would take minutes. */
const RUN = /p_[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?/g;

/** The parts of a text that have the form of a token. */
export const tokenTexts = (text: string): readonly string[] =>
  (text.match(RUN) ?? []).filter((run) => run.includes('.'));

/** The base64url of 32 bytes. */
const SIGNATURE = 43;

/** The parts of a text that have the form of a token and the length of its signature: only these are worth decoding. */
export const signedTexts = (text: string): readonly string[] =>
  tokenTexts(text).filter((run) => run.length - run.indexOf('.') > SIGNATURE);

/** Every Punch token at any place of a body, with its payload. */
export function findTokenTexts(value: Json | undefined): ShownToken[] {
  const texts = new Set(signedTexts(JSON.stringify(value ?? null)));
  return [...texts].flatMap((text) => {
    if (rejectionOf(() => token.decode(text))) return [];
    const { role, session } = token.decode(text).claims;
    return [{ text, role, session }];
  });
}
