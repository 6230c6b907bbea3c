import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readText as textOf } from '../open_file.js';
import { UsageError } from './command.js';

/** The most bytes of a secret, a certificate or a key. */
const LONGEST = 1024 * 1024;

/** Reads a secret from the command line: plain text, `env:NAME` or `file:PATH`. */
export function readSecret(option: string, text: string): string {
  if (text.startsWith('env:')) {
    const value = process.env[text.slice('env:'.length)];
    if (value === undefined || value === '')
      throw new UsageError(
        `--${option}: the environment variable ${text.slice(4)} is not set: set it, or give file:PATH`,
      );
    return value;
  }
  return text.startsWith('file:') ? readGivenText(option, text.slice('file:'.length)).trimEnd() : text;
}

export function readGivenText(option: string, path: string): string {
  try {
    const text = textOf(path, LONGEST);
    if (text !== undefined) return text;
  } catch (error) {
    const named = error instanceof Error && 'code' in error && error.name !== 'NoOtherEnd';
    const why = named ? String(error.code) : error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--${option}: cannot read ${path} (${why}): name a file that exists and that you may read`,
    );
  }
  throw new UsageError(`--${option}: ${path} is longer than ${LONGEST} bytes: name another file`);
}

/** Reads one certificate or several, in PEM. */
export function readCertificate(option: string, path: string): string {
  const text = readGivenText(option, path);
  try {
    new X509Certificate(text);
  } catch {
    throw new UsageError(
      `--${option}: ${path} is not a certificate in PEM: such a file has a line -----BEGIN CERTIFICATE-----`,
    );
  }
  return text;
}

export function readKey(option: string, path: string): string {
  const text = readGivenText(option, path);
  try {
    createPrivateKey(text);
  } catch {
    throw new UsageError(
      `--${option}: ${path} is not a private key in PEM: such a file has a line -----BEGIN PRIVATE KEY-----`,
    );
  }
  return text;
}
