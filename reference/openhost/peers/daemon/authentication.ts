/** Section 3 step 9: the daemon's end of the channel binding. */
import { type Frame, FRAME_TYPES as T } from '../../frame.js';
import type { BindingMode } from '../../offer_blob.js';
import type { ChannelFault } from './channel_fault.js';
import type { DaemonSettings } from './options.js';

/** The key of the client, then its signature. */
const AUTH_CLIENT = 96;
const KEY = 32;

export interface Binding extends Pick<DaemonSettings, 'identity' | 'dialect' | 'rules'> {
  /** The key of the offer. */
  readonly client: Uint8Array;
  readonly mode: BindingMode;
  readonly secret: () => Uint8Array;
  readonly nonce: Uint8Array;
}

export type Authenticated = { readonly authHost: Uint8Array } | { readonly fault: ChannelFault };

/** Checks the proof in the first frame of a client, and signs the same bytes for the host. */
export function authenticate({ type, payload }: Frame, binding: Binding): Authenticated {
  const { identity, client, mode, secret, nonce, dialect, rules } = binding;
  if (type !== T.AUTH_CLIENT) return { fault: 'not-auth-client' };
  if (payload.length !== AUTH_CLIENT) return { fault: 'auth-client-length' };
  const clientPk = payload.slice(0, KEY);
  if (dialect === 'spec' && !rules.isOfferer(clientPk, client, mode)) return { fault: 'other-client' };
  const bound = { secret: secret(), hostPk: identity.publicKey, nonce, clientPk };
  const message = rules.authMessage(bound, mode);
  if (!rules.verifyAuthClient(clientPk, message, payload.subarray(KEY), mode))
    return { fault: 'client-signature' };
  return { authHost: identity.sign(message) };
}
