/**
 * Keys that a program makes for itself. The text does not define the format of a key file (TUNNEL-F02), so no gating case
 * writes a valid one.
 */
import { base32 } from '../../reference/bytes/base32.js';
import { DecodeError } from '../../reference/bytes/error.js';
import { hex } from '../../reference/bytes/hex.js';
import { publicKey } from '../../reference/tunnel/public_key.js';
import { Lost } from '../case.js';
import type { Home, Identity, TunnelLab } from './port.js';

/** A public key in its two spellings. */
export type Named = Pick<Identity, 'hex' | 'base32'>;

export function namedBy(printed: string): Named {
  try {
    const key = publicKey.decode(printed);
    return { hex: hex.encode(key), base32: base32.encode(key) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new Lost(`out prints ${printed}, which is no public key: ${error.message}`);
  }
}

/** A home folder in which the program under test has made a key, and the public key that it prints there. */
export async function ownIdentity(
  tunnel: Pick<TunnelLab, 'home' | 'out'>,
): Promise<Named & { readonly home: Home }> {
  const home = await tunnel.home();
  const out = await tunnel.out(['80'], { home });
  out.signal('SIGKILL');
  await out.exited();
  return { ...namedBy(out.key), home };
}
