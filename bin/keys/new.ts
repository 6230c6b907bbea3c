import { generateKeyPairSync } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { EXIT } from '../../exit.js';
import { keyIdOf } from '../../reports/attestation/envelope.js';
import { UsageError } from '../command.js';
import { print } from '../output.js';

/** Writes two new files. Only its owner can read the private key, from the first byte on. */
export async function newKey(path: string): Promise<number> {
  const pub = `${path}.pub`;
  const taken = [path, pub].find((one) => existsSync(one));
  if (taken !== undefined)
    throw new UsageError(`--out: ${taken} already exists and no key is overwritten: name another file`);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  write(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
  try {
    write(pub, publicKey.export({ type: 'spki', format: 'pem' }).toString(), 0o644);
  } catch (error) {
    rmSync(path);
    throw error;
  }
  await print(
    `Wrote ${path}: the private key, which signs. Keep it secret.\nWrote ${pub}: the public key, which verifies. Publish it.\nkey id ${keyIdOf(publicKey)}\n`,
  );
  return EXIT.green;
}

function write(path: string, text: string, mode: number): void {
  try {
    writeFileSync(path, text, { mode, flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--out: cannot write ${path} (${code}): name a file in a folder that exists`);
  }
}
