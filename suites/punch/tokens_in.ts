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

/** The texts among them that stand in the query of a URL. */
export const linkedIn = (value: Json | undefined): readonly string[] => [
  ...new Set(JSON.stringify(value ?? null).match(/(?<=[?&][^"&=]*=)p_[^"&\s\\]{40,}/g) ?? []),
];

/** Every Punch token anywhere in a body, with what it says of itself. */
export function findTokenTexts(value: Json | undefined): ShownToken[] {
  const texts = new Set(JSON.stringify(value ?? null).match(/p_[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g) ?? []);
  return [...texts].flatMap((text) => {
    if (rejectionOf(() => token.decode(text))) return [];
    const { role, session } = token.decode(text).claims;
    return [{ text, role, session }];
  });
}
