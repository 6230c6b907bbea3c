import { DecodeError } from '../bytes/error.js';

/** PUNCH_RELAY_MODE (section configuration). */
export type RelayMode =
  | { readonly kind: 'default' | 'disabled' }
  | { readonly kind: 'url'; readonly url: string };

/** An unset variable means default. An empty one is an error, like any other word that is not a URL. */
export function readRelayMode(text: string | undefined): RelayMode {
  if (text === undefined || text === 'default') return { kind: 'default' };
  if (text === 'disabled') return { kind: 'disabled' };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new DecodeError(
      'relay-mode/unknown',
      0,
      `expected default, disabled or an http(s) URL, received ${JSON.stringify(text)}`,
    );
  }
  return { kind: 'url', url: url.href };
}
