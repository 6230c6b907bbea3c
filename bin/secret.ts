import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UsageError } from './command.js';

/** A secret as the command line gives it: itself, `env:NAME` or `file:PATH`. */
export function readSecret(option: string, text: string): string {
  if (text.startsWith('env:')) {
    const value = process.env[text.slice('env:'.length)];
    if (value === undefined || value === '') throw new UsageError(`--${option}: ${text.slice(4)} is not set`);
    return value;
  }
  return text.startsWith('file:') ? readText(option, text.slice('file:'.length)).trimEnd() : text;
}

export function readText(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--${option}: cannot read ${path} (${why})`);
  }
}

/** One certificate or several, in PEM. */
export function readCertificate(option: string, path: string): string {
  const text = readText(option, path);
  try {
    new X509Certificate(text);
  } catch {
    throw new UsageError(`--${option}: ${path} is no certificate in PEM`);
  }
  return text;
}

export function readKey(option: string, path: string): string {
  const text = readText(option, path);
  try {
    createPrivateKey(text);
  } catch {
    throw new UsageError(`--${option}: ${path} is no private key in PEM`);
  }
  return text;
}
