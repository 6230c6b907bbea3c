import { createHash } from 'node:crypto';

/** The placeholder of a secret: its kind, and a fingerprint that distinguishes it from others. */
export const named = (kind: string, secret: string): string =>
  `<${kind} ${createHash('sha256').update(secret).digest('hex').slice(0, 8)}>`;

/** Whether a text contains such a placeholder, so it cannot be used as it is. */
export const isRedacted = (text: string): boolean => /<[\w -]+ [0-9a-f]{8}>/.test(text);
