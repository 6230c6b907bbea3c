/** The certificate that a served peer presents, and the authority that clients trust. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, type TlsIdentity } from '../reference/tls/certificate.js';
import { temporaryFolder } from '../runners/cleanup/temporary.js';
import { UsageError } from './command.js';
import { tell } from './output.js';
import { readCertificate, readKey } from './secret.js';
import type { Listening } from './served_peers.js';

/** The given certificate, or one of a new authority. */
export function identityFor({ cert, key, tls, host, 'ca-file': file }: Listening): TlsIdentity | undefined {
  if (cert !== undefined && key !== undefined) {
    return { certificate: readCertificate('cert', cert), key: readKey('key', key) };
  }
  if (!tls) return undefined;
  const authority = createAuthority();
  writeAuthority(file, authority.certificate);
  return authority.issue([...new Set(['localhost', '127.0.0.1', '::1', host ?? 'localhost'])]);
}

/** Writes the authority for clients to trust. Without a named file it prints the path. */
export function writeAuthority(named: string | undefined, certificate: string): void {
  const file = named ?? join(temporaryFolder('served'), 'ca.pem');
  if (named === undefined) tell(`clients must trust the authority in ${file}`);
  try {
    writeFileSync(file, certificate);
  } catch (error) {
    throw new UsageError(
      `--ca-file: ${error instanceof Error ? error.message : String(error)}: name a file in a folder that exists`,
    );
  }
}
