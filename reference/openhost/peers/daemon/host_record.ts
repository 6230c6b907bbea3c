/** Section 2: the record of a host, and the time of the record that it published before. */
import { allowSalt } from '../../labels.js';
import { hostRecord } from '../../packet.js';
import { type HostRecord, readRecord } from '../../record.js';
import type { Identity } from '../identity.js';
import type { DtlsCertificate } from '../rtc/certificate.js';
import { resolve, type Substrate } from '../substrate.js';

/** The facts that the record of a host states. */
export interface HostFacts {
  readonly identity: Identity;
  readonly certificate: DtlsCertificate;
  readonly turn?: { readonly ip: Uint8Array; readonly port: number };
  readonly roles?: string;
  readonly disc?: string;
}

export const hostRecordOf = (
  { turn, certificate, roles = 'server', identity, disc = '' }: HostFacts,
  ts: bigint,
): HostRecord => ({
  version: turn ? 3 : 2,
  ts,
  dtlsFp: certificate.fingerprint,
  roles,
  salt: allowSalt(identity.seed),
  disc,
  ...(turn ? { turn } : {}),
});

/** The `ts` of the record that a substrate has of this host; 0 when there is none. */
export async function publishedTs(
  { publicKey, name }: Identity,
  substrates: readonly Substrate[],
  signal: AbortSignal,
): Promise<bigint> {
  try {
    const found = await resolve(substrates, name, signal);
    return found ? readRecord(hostRecord(found.packet.records).value, publicKey).ts : 0n;
  } catch {
    return 0n;
  }
}
