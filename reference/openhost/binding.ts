/** Section 3 step 9: each side signs what ties host, client and this very connection together. */
import { DecodeError } from '../bytes/error.js';
import { type Field, Reader } from '../bytes/reader.js';
import { utf8 } from '../bytes/text.js';
import { concat } from '../bytes/writer.js';
import { publicKeyOf, sign, verify } from '../crypto/ed25519.js';
import { hkdfSha256, sha256 } from '../crypto/hash.js';

export const EXPORTER_LABEL = 'EXPORTER-openhost-auth-v1';
const CONTEXT = utf8('openhost-auth-v1');

const SECRET = 32;
const KEY = 32;
export const NONCE = 32;
const SIGNATURE = 64;

export interface BoundSession {
  /** What both ends know and nobody between them: see `exporterSecret` and `certificateSecret`. */
  readonly secret: Uint8Array;
  readonly hostPk: Uint8Array;
  readonly nonce: Uint8Array;
}

/** Mode Exporter: the 32 bytes that TLS exports under EXPORTER_LABEL with an empty context. */
export const exporterSecret = (exported: Uint8Array): Uint8Array => exactly(SECRET, 'exporter', exported);

/** Mode CertFp: the SHA-256 of the certificate of the host in DER, on both sides. */
export const certificateSecret = (der: Uint8Array): Uint8Array => sha256(der);

export function authBytes({ secret, hostPk, nonce }: BoundSession, clientPk: Uint8Array): Uint8Array {
  const info = concat(
    CONTEXT,
    exactly(KEY, 'host_pk', hostPk),
    exactly(KEY, 'client_pk', clientPk),
    exactly(NONCE, 'nonce', nonce),
  );
  return hkdfSha256({ ikm: exactly(SECRET, 'secret', secret), salt: CONTEXT, info, length: 32 });
}

/** The payload of AUTH_NONCE is the nonce, and nothing else. */
export const readNonce = (payload: Uint8Array): Uint8Array => {
  if (payload.length !== NONCE)
    throw new DecodeError('binding/nonce-length', Math.min(payload.length, NONCE));
  return payload.slice();
};

/** The payload of AUTH_CLIENT: client key, then its signature. */
export function authClient(session: BoundSession, clientSeed: Uint8Array): Uint8Array {
  const clientPk = publicKeyOf(exactly(KEY, 'seed', clientSeed));
  return concat(clientPk, sign(clientSeed, authBytes(session, clientPk)));
}

/** The payload of AUTH_HOST: the signature of the host over the same bytes. */
export const authHost = (session: BoundSession, clientPk: Uint8Array, hostSeed: Uint8Array): Uint8Array =>
  sign(exactly(KEY, 'seed', hostSeed), authBytes(session, clientPk));

/** Gives the key that the client has proven to hold. */
export function verifyClient(session: BoundSession, payload: Uint8Array, trace?: Field[]): Uint8Array {
  const reader = new Reader(payload, trace);
  const clientPk = reader.take('client_pk', KEY).slice();
  const signature = reader.take('signature', SIGNATURE);
  reader.end('binding/trailing-bytes');
  if (!verify(clientPk, authBytes(session, clientPk), signature))
    throw new DecodeError('binding/signature', KEY);
  return clientPk;
}

export function verifyHost(
  session: BoundSession,
  clientPk: Uint8Array,
  payload: Uint8Array,
  trace?: Field[],
): void {
  const reader = new Reader(payload, trace);
  const signature = reader.take('signature', SIGNATURE);
  reader.end('binding/trailing-bytes');
  if (!verify(session.hostPk, authBytes(session, clientPk), signature))
    throw new DecodeError('binding/signature');
}

function exactly(length: number, name: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== length)
    throw new DecodeError(`given/${name}`, 0, `expected ${length} bytes, received ${bytes.length}`);
  return bytes;
}
