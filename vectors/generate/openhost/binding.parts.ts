/** The two sides of the channel binding, and their signatures, made with node:crypto. */
import { hkdfSync } from 'node:crypto';
import type { JsonObject } from '../../../reference/structure.js';
import { text } from '../hex_bytes.js';
import { derive } from '../recipe.js';
import { publicKeyOf, sha256 } from './keys.js';

export const STRUCTURE = 'openhost/binding';
export const bytes = (what: string, length = 32): string =>
  Buffer.from(derive(STRUCTURE, what, length)).toString('hex');

export const CONTEXT = text('openhost-auth-v1');

export function hkdf(secret: string, info: string): string {
  const [ikm, salt, tail] = [secret, CONTEXT, info].map((hex) => Buffer.from(hex, 'hex'));
  return Buffer.from(hkdfSync('sha256', ikm ?? '', salt ?? '', tail ?? '', 32)).toString('hex');
}

export const clientSeed = bytes('client seed');
export const hostSeed = bytes('host seed');
export const client_pk = publicKeyOf(clientSeed);
export const host_pk = publicKeyOf(hostSeed);
export const otherSeed = bytes('other');
export const other_pk = publicKeyOf(otherSeed);
export const exporter = bytes('exporter');
export const certificate = bytes('certificate', 300);
export const nonce = bytes('nonce');

export const exported: JsonObject = { mode: 'exporter', exporter, host_pk, nonce };
export const pinned: JsonObject = { mode: 'cert_fp', certificate, host_pk, nonce };
export const authBytes = (secret: string, h = host_pk, c = client_pk, n = nonce): string =>
  hkdf(secret, CONTEXT + h + c + n);
export const message = authBytes(exporter);
export const messageOfPin = authBytes(sha256(certificate));
