import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { publicKey } from './public_key.js';

/**
 * PUNCH_ALLOW (section access), read into keys in hex. Blanks around an entry are no part of it. An empty list is an
 * error and not the absence of one (TUNNEL-F05), and so is an empty entry: a list is never wider than it was meant.
 */
export function readAllowList(text: string): ReadonlySet<string> {
  if (text.trim() === '') throw new DecodeError('allow-list/empty');
  let at = 0;
  const keys = text.split(',').map((entry) => {
    const start = at;
    at += entry.length + 1;
    const key = entry.trim();
    if (key === '') throw new DecodeError('allow-list/empty-entry', start);
    return hex.encode(publicKey.decode(key));
  });
  return new Set(keys);
}
