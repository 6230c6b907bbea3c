/** Reference peers that `conform serve` starts. */
import type { Readable, Writable } from 'node:stream';
import type { TlsIdentity } from '../reference/tls/certificate.js';
import type { Given, OptionTable } from './options.js';

/** A running peer. */
export interface Served {
  /** The lines for stdout. The first is the URL. */
  readonly lines: readonly string[];
  /** The authority that it generated, in PEM. */
  readonly ca?: string;
  /** The command only printed something, and nothing is left running. */
  readonly over?: boolean;
  close(): Promise<void>;
}

export interface ServeAround {
  readonly port: number;
  readonly host: string;
  /** Whether to use TLS. */
  readonly tls: boolean;
  /** The given certificate, if any. */
  readonly identity: TlsIdentity | undefined;
  /** The words after its name. */
  readonly words: readonly string[];
  /** Logs one line to stderr, which must not contain a secret. */
  readonly log: (text: string) => void;
}

export interface ServedPeer<T extends OptionTable = OptionTable> {
  /** Its words after `serve`. */
  readonly name: string;
  /** Among peers with the same words, this option selects this one. */
  readonly when?: string;
  /** How many words may follow, and their meaning. */
  readonly words?: { readonly most: number; readonly describe: string };
  readonly listens: readonly ('port' | 'host')[];
  /** `authority`: it uses TLS with a generated authority. `certificate`: it also takes a given certificate. */
  readonly tls?: 'authority' | 'certificate';
  readonly options: T;
  readonly examples: readonly (readonly [words: string, what: string])[];
  start(given: Given<T>, around: ServeAround): Promise<Served>;
}

export const servedPeer = <const T extends OptionTable>(peer: ServedPeer<T>): ServedPeer => peer;

export interface Streams {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly signal: AbortSignal;
}

/** A peer that gets its arguments unparsed, because some of them look like options. */
export interface RawPeer {
  readonly name: string;
  readonly help: string;
  readonly example: readonly [words: string, what: string];
  /** Resolves to its exit code. */
  run(words: readonly string[], streams: Streams): Promise<number>;
}
