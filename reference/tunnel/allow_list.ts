import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { publicKey } from './public_key.js';

/**
 * PUNCH_ALLOW (section access) as keys in hex. Blanks around an entry are ignored. An empty list or entry is an error, and
 * does not mean that there is no list (TUNNEL-F05), so that a mistake never lets in more peers.
 */
export function readAllowList(text: string): ReadonlySet<string> {
  if (text.trim() === '') throw new DecodeError('allow-list/empty');
  const keys = new Set<string>();
  // Reads entry by entry, so that a long text without a key is rejected at its first entry, before the rest is split.
  for (let at = 0, end = 0; end < text.length; at = end + 1) {
    const comma = text.indexOf(',', at);
    end = comma < 0 ? text.length : comma;
    const key = text.slice(at, end).trim();
    if (key === '') throw new DecodeError('allow-list/empty-entry', at);
    keys.add(hex.encode(publicKey.decode(key)));
  }
  return keys;
}
