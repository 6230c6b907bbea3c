import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Subject } from '../../reports/attestation/statement.js';
import { UsageError } from '../command.js';

const CHUNK = 1024 * 1024;

/** Reads the tested file, which is hashed, or its SHA-256, as `sha256:HEX` or plain hex. */
export function readSubject(text: string): Subject {
  const [, digest] = /^(?:sha256:)?([0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (digest !== undefined) return { name: 'subject', sha256: digest.toLowerCase() };
  if (/^(sha\d+|md5):/.test(text))
    throw new UsageError(
      `--subject: ${text} is not a SHA-256: write sha256: and 64 hex digits, or name a file`,
    );
  return { name: basename(text), sha256: hashOf(text) };
}

function hashOf(path: string): string {
  const hash = createHash('sha256');
  try {
    if (statSync(path).isDirectory())
      throw new UsageError(`--subject: ${path} is a folder: name the file that you release, or its digest`);
    const file = openSync(path, 'r');
    try {
      const chunk = Buffer.allocUnsafe(CHUNK);
      for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk))
        hash.update(chunk.subarray(0, read));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--subject: cannot read ${path} (${code}): name a file or write sha256:HEX`);
  }
  return hash.digest('hex');
}
