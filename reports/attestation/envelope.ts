/** DSSE, the Dead Simple Signing Envelope, with one Ed25519 signature: https://github.com/secure-systems-lab/dsse. */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { Refused } from './refused.js';

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

export interface Envelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid?: string; readonly sig: string }[];
}

/** What is signed: the type and the bytes, each with its length, so that neither passes for the other. */
export const preAuthEncoding = (type: string, body: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `), body]);

/** SHA-256 of the public key as SPKI. */
export const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(publicOf(key).export({ type: 'spki', format: 'der' }))
    .digest('hex');

const publicOf = (key: KeyObject): KeyObject => (key.type === 'public' ? key : createPublicKey(key));

export function signed(payload: Uint8Array, key: KeyObject): Envelope {
  const sig = sign(null, preAuthEncoding(PAYLOAD_TYPE, payload), key).toString('base64');
  return {
    payloadType: PAYLOAD_TYPE,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: keyIdOf(key), sig }],
  };
}

/** The payload, if the key has signed it. Tries every signature, because a key id is only a hint. */
export function opened({ payloadType, payload, signatures }: Envelope, key: KeyObject): Uint8Array {
  if (payloadType !== PAYLOAD_TYPE)
    throw new Refused(
      `the envelope holds ${payloadType}, expected ${PAYLOAD_TYPE}: give what conform report attest has written`,
    );
  const body = Buffer.from(payload, 'base64');
  const encoded = preAuthEncoding(payloadType, body);
  const own = publicOf(key);
  if (signatures.some(({ sig }) => verify(null, encoded, own, Buffer.from(sig, 'base64')))) return body;
  const id = keyIdOf(own);
  const others = signatures.flatMap(({ keyid }) => (keyid === undefined || keyid === id ? [] : [keyid]));
  throw new Refused(
    others.length === signatures.length
      ? `it is signed by another key: ${others.join(', ')}; the key given is ${id}: give the public key of who signed it`
      : 'its signature does not hold: the envelope was changed after it was signed: get it anew from who signed it',
  );
}
