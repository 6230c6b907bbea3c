import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { UsageError } from '../command.js';
import { readGivenText, readSecret } from '../secret.js';

const PRIVATE = 'a private Ed25519 key in PEM';
const HOW = 'conform keys new makes one';

/** Reads a private key from a file, or from `env:NAME`, where a CI keeps its secrets. */
export function readSigningKey(text: string): KeyObject {
  const pem = pemOf(text);
  if (/-----BEGIN PUBLIC KEY-----/.test(pem))
    throw new UsageError(`--key: ${text} is a public key, and signing needs ${PRIVATE}: ${HOW}`);
  if (/ENCRYPTED/.test(pem))
    throw new UsageError(
      `--key: ${text} is encrypted: decrypt it with openssl pkey, and pass it as env:NAME`,
    );
  return ed25519(text, () => createPrivateKey(pem), PRIVATE);
}

/** Reads a public key. A private key works as well: it contains the public one. */
export function readVerifyingKey(text: string): KeyObject {
  const pem = pemOf(text);
  return ed25519(text, () => createPublicKey(pem), 'a public Ed25519 key in PEM');
}

const pemOf = (text: string): string =>
  /^(env|file):/.test(text) ? readSecret('key', text) : readGivenText('key', text);

function ed25519(text: string, read: () => KeyObject, wanted: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new UsageError(`--key: ${text} is not ${wanted}: ${HOW}`);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new UsageError(`--key: ${text} is a key of type ${key.asymmetricKeyType}, not ${wanted}: ${HOW}`);
}
