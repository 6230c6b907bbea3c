import { createHash } from 'node:crypto';

/** How a secret is shown: what it is, and enough to tell it from another. */
export const named = (kind: string, secret: string): string =>
  `<${kind} ${createHash('sha256').update(secret).digest('hex').slice(0, 8)}>`;
