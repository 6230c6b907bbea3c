import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, type Identity } from '../../reference/tls/certificate.js';
import { UsageError } from '../command.js';
import { tell } from '../output.js';
import { readCertificate, readKey } from '../secret.js';

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly tls: boolean;
  readonly 'ca-file'?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly secret?: string | undefined;
  readonly session?: string | undefined;
  readonly turnstile?: string | undefined;
  readonly role?: string | undefined;
  readonly action?: string[] | undefined;
  readonly config?: string | undefined;
  readonly relay?: string[] | undefined;
  readonly dht?: string[] | undefined;
  readonly ca?: string | undefined;
  readonly forward?: string | undefined;
  readonly websocket?: string[] | undefined;
  readonly allow?: string[] | undefined;
  readonly dialect?: 'spec' | 'deployed' | undefined;
  readonly url?: string | undefined;
  readonly 'put-delay'?: number | undefined;
  readonly 'get-delay'?: number | undefined;
  readonly fault?: string | undefined;
}

type Defaulted = 'port' | 'host' | 'tls';
/** As the command line says it. */
export type Given = Omit<ServeOptions, Defaulted> & {
  readonly [name in Defaulted]?: ServeOptions[name] | undefined;
};

/** A peer that is up. */
export interface Served {
  /** For stdout; the first is the URL. */
  readonly lines: readonly string[];
  /** It was a question: nothing is left running. */
  readonly over?: boolean;
  close(): Promise<void>;
}

/** The certificate that was given, or one under an authority made for the occasion. */
export function identityFor(options: ServeOptions): Identity | undefined {
  const { cert, key, tls, host } = options;
  if (cert !== undefined && key !== undefined) {
    return { certificate: readCertificate('cert', cert), key: readKey('key', key) };
  }
  if (!tls) return undefined;
  const authority = createAuthority();
  writeAuthority(options['ca-file'], authority.certificate);
  return authority.issue([...new Set(['localhost', '127.0.0.1', '::1', host])]);
}

/** Nobody could trust it otherwise: where no place was named, it is told which one it has. */
export function writeAuthority(named: string | undefined, certificate: string): void {
  const file = named ?? join(mkdtempSync(join(tmpdir(), 'conform-')), 'ca.pem');
  if (named === undefined) tell(`the authority for clients to trust is in ${file}`);
  try {
    writeFileSync(file, certificate);
  } catch (error) {
    throw new UsageError(`--ca-file: ${error instanceof Error ? error.message : String(error)}`);
  }
}
