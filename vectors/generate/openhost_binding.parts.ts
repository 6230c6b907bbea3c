/** The parties of the channel binding and what they sign, by node:crypto. */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';
import type { JsonObject } from '../../reference/structure.js';
import { text } from './openhost_bytes.js';
import { derive } from './recipe.js';

export const STRUCTURE = 'openhost/binding';
export const bytes = (what: string, length = 32): string =>
  Buffer.from(derive(STRUCTURE, what, length)).toString('hex');
export const sha256 = (hex: string): string =>
  createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');

export const CONTEXT = text('openhost-auth-v1');
export const ORDER = 0x1000_0000_0000_0000_0000_0000_0000_0000_14de_f9de_a2f7_9cd6_5812_631a_5cf5_d3edn;

export function hkdf(secret: string, info: string): string {
  const [ikm, salt, tail] = [secret, CONTEXT, info].map((hex) => Buffer.from(hex, 'hex'));
  return Buffer.from(hkdfSync('sha256', ikm ?? '', salt ?? '', tail ?? '', 32)).toString('hex');
}

export const privateKey = (seed: string) =>
  createPrivateKey({
    key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'),
    format: 'der',
    type: 'pkcs8',
  });
export const publicKey = (seed: string): string =>
  Buffer.from(String(createPublicKey(privateKey(seed)).export({ format: 'jwk' }).x), 'base64url').toString(
    'hex',
  );
export const signed = (seed: string, message: string): string =>
  sign(null, Buffer.from(message, 'hex'), privateKey(seed)).toString('hex');

export const clientSeed = bytes('client seed');
export const hostSeed = bytes('host seed');
/** RFC 8032 section 7.1, test 1. */
export const rfcSeed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
export const client_pk = publicKey(clientSeed);
export const host_pk = publicKey(hostSeed);
export const exporter = bytes('exporter');
export const certificate = bytes('certificate', 300);
export const nonce = bytes('nonce');

export const exported: JsonObject = { mode: 'exporter', exporter, host_pk, nonce };
export const pinned: JsonObject = { mode: 'cert_fp', certificate, host_pk, nonce };
export const authBytes = (secret: string, h = host_pk, c = client_pk, n = nonce): string =>
  hkdf(secret, CONTEXT + h + c + n);
export const message = authBytes(exporter);
export const messageOfPin = authBytes(sha256(certificate));
