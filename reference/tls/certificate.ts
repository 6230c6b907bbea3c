import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { der } from './der.js';

/** A certificate and its private key, both PEM: what `node:tls` takes as `cert` and `key`. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority of our own, to be given to clients as `--ca`. */
export interface Authority {
  /** PEM of the root. */
  readonly certificate: string;
  /** A server certificate for these host names and addresses. */
  issue(names: readonly string[], validity?: Validity): TlsIdentity;
}

interface Validity {
  readonly from: Date;
  readonly until: Date;
}

const day = 86_400_000;
const ecdsaWithSha256 = der.sequence(der.oid('1.2.840.10045.4.3.2'));

export function createAuthority(name = 'conform development authority'): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const identifier = keyIdentifier(keys.publicKey);
  const certificate = certify({
    issuer: name,
    subject: name,
    publicKey: keys.publicKey,
    signer: keys.privateKey,
    validity: around(3650),
    extensions: [
      extension('2.5.29.19', der.sequence(der.boolean(true)), true),
      // keyCertSign and cRLSign
      extension('2.5.29.15', der.bits(Uint8Array.of(0x06), 1), true),
      extension('2.5.29.14', der.octets(identifier)),
    ],
  });
  return Object.freeze({
    certificate,
    issue(names: readonly string[], validity: Validity = around(365)): TlsIdentity {
      const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return {
        certificate: certify({
          issuer: name,
          subject: names[0] ?? 'localhost',
          publicKey: leaf.publicKey,
          signer: keys.privateKey,
          validity,
          extensions: [
            extension('2.5.29.19', der.sequence(), true),
            // digitalSignature
            extension('2.5.29.15', der.bits(Uint8Array.of(0x80), 7), true),
            // serverAuth
            extension('2.5.29.37', der.sequence(der.oid('1.3.6.1.5.5.7.3.1'))),
            extension('2.5.29.17', der.sequence(...names.map(alternativeName))),
            extension('2.5.29.14', der.octets(keyIdentifier(leaf.publicKey))),
            extension('2.5.29.35', der.sequence(der.implicit(0, identifier))),
          ],
        }),
        key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  });
}

/** Begins a day before now, for clocks that are behind. */
function around(days: number): Validity {
  const now = Date.now();
  return { from: new Date(now - day), until: new Date(now + days * day) };
}

interface Request {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly validity: Validity;
  readonly extensions: readonly Uint8Array[];
}

/** RFC 5280 section 4.1. */
function certify({ issuer, subject, publicKey, signer, validity, extensions }: Request): string {
  const body = der.sequence(
    der.explicit(0, der.integer(Uint8Array.of(2))),
    der.integer(randomBytes(16)),
    ecdsaWithSha256,
    distinguishedName(issuer),
    der.sequence(der.time(validity.from), der.time(validity.until)),
    distinguishedName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...extensions)),
  );
  return pem(der.sequence(body, ecdsaWithSha256, der.bits(sign('sha256', body, signer))));
}

const distinguishedName = (name: string): Uint8Array =>
  der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.text(name))));

const extension = (oid: string, value: Uint8Array, critical = false): Uint8Array =>
  der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octets(value));

const keyIdentifier = (key: KeyObject): Uint8Array =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();

function alternativeName(name: string): Uint8Array {
  const version = isIP(name);
  if (version === 0) return der.implicit(2, new TextEncoder().encode(name));
  return der.implicit(7, version === 4 ? Uint8Array.from(name.split('.'), Number) : ipv6Octets(name));
}

function ipv6Octets(address: string): Uint8Array {
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return Uint8Array.from(
    [...left, ...zeros, ...right].flatMap((group) => {
      const value = Number.parseInt(group, 16);
      return [value >> 8, value & 0xff];
    }),
  );
}

function pem(bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
