import { createHash } from 'node:crypto';

/** How a secret is shown: what it is, and enough to tell it from another. */
export const named = (kind: string, secret: string): string =>
  `<${kind} ${createHash('sha256').update(secret).digest('hex').slice(0, 8)}>`;

/** Whether a text shows a secret in that way, so that it cannot be used as it is. */
export const isRedacted = (text: string): boolean => /<[\w -]+ [0-9a-f]{8}>/.test(text);
