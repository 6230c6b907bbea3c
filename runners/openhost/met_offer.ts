import { zbase32 } from '../../reference/bytes/zbase32.js';
import type { TextRecord } from '../../reference/openhost/packet.js';
import type { MetOffer } from '../../suites/openhost/clients/port.js';

export interface Published {
  readonly client: string;
  readonly records: readonly TextRecord[];
}

/** The packet of a client and the content of its box, decoded as far as possible. The cases judge the faults. */
export function readOffer(
  { client, records }: Published,
  { compression, body }: { readonly compression: number; readonly body: Uint8Array },
): MetOffer {
  const version = (body[20] ?? 0) - 0x30;
  const blob = body.subarray(55);
  return {
    labels: records.map(({ label }) => label),
    ttls: records.map(({ ttl }) => ttl),
    compression,
    version,
    flags: blob[1] ?? 0,
    families: version === 3 ? familiesOf(blob) : [],
    signerMatches: client === zbase32.encode(body.subarray(21, 53)),
  };
}

function familiesOf(blob: Uint8Array): number[] {
  const pwd = 3 + (blob[2] ?? 0);
  let at = pwd + 1 + (blob[pwd] ?? 0) + 32;
  const count = blob[at++] ?? 0;
  return Array.from({ length: count }, () => {
    const family = blob[at + 1] ?? 0;
    at += 4 + (family === 4 ? 4 : 16);
    return family;
  });
}
