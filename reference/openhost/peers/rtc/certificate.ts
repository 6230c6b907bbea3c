import { createHash, X509Certificate } from 'node:crypto';
import { createAuthority } from '../../../tls/certificate.js';

/** The certificate with which a peer proves itself in DTLS. */
export interface DtlsCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM; the private key of the certificate, unless the peer lies. */
  readonly key: string;
  /** SHA-256 over the DER: the `dtls_fp` of the record. */
  readonly fingerprint: Uint8Array;
}

/** An ECDSA P-256 certificate, the only kind that every WebRTC stack accepts. */
export function createDtlsCertificate(): DtlsCertificate {
  const { certificate, key } = createAuthority('openhost').issue(['openhost']);
  return { certificate, key, fingerprint: fingerprintOf(new X509Certificate(certificate).raw) };
}

/** The same certificate with another key: an attacker has no other. */
export const stolen = (certificate: DtlsCertificate): DtlsCertificate => ({
  ...certificate,
  key: createDtlsCertificate().key,
});

export function fingerprintOf(der: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(der).digest());
}
