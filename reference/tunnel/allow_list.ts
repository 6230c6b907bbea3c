import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { publicKey } from './public_key.js';

/**
 * PUNCH_ALLOW (section access), read into keys in hex. Blanks around an entry are no part of it. An empty list is an
 * error and not the absence of one (TUNNEL-F05), and so is an empty entry: a list is never wider than it was meant.
 */
export function readAllowList(text: string): ReadonlySet<string> {
  if (text.trim() === '') throw new DecodeError('allow-list/empty');
  const keys = new Set<string>();
  // Entry by entry: a long text without a key is refused at its first entry, not after it was split.
  for (let at = 0, end = 0; end < text.length; at = end + 1) {
    const comma = text.indexOf(',', at);
    end = comma < 0 ? text.length : comma;
    const key = text.slice(at, end).trim();
    if (key === '') throw new DecodeError('allow-list/empty-entry', at);
    keys.add(hex.encode(publicKey.decode(key)));
  }
  return keys;
}
