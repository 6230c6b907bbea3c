/** Reference peers that `conform serve` starts. */
import type { Readable, Writable } from 'node:stream';
import type { Identity } from '../reference/tls/certificate.js';
import type { Given, OptionTable } from './options.js';

/** A peer that is up. */
export interface Served {
  /** For stdout; the first is the URL. */
  readonly lines: readonly string[];
  /** PEM: the authority that it has made for itself. */
  readonly ca?: string;
  /** It was a question: nothing is left running. */
  readonly over?: boolean;
  close(): Promise<void>;
}

export interface ServeAround {
  readonly port: number;
  readonly host: string;
  /** Speak TLS. */
  readonly tls: boolean;
  /** With this certificate, where one was given. */
  readonly identity: Identity | undefined;
  /** What stands behind its name. */
  readonly words: readonly string[];
  /** One line for stderr, with no secret in it. */
  readonly log: (text: string) => void;
}

export interface ServedPeer<T extends OptionTable = OptionTable> {
  /** Its words behind `serve`. */
  readonly name: string;
  /** It is the one that is meant when this option is given. */
  readonly when?: string;
  /** How many words may follow, and what they are. */
  readonly words?: { readonly most: number; readonly describe: string };
  readonly listens: readonly ('port' | 'host')[];
  /** `authority`: under one that it makes; `certificate`: under one that is given, as well. */
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

/** A peer whose words go to it as they are, because some of them look like options. */
export interface RawPeer {
  readonly name: string;
  readonly help: string;
  readonly example: readonly [words: string, what: string];
  /** Resolves to its exit code. */
  run(words: readonly string[], streams: Streams): Promise<number>;
}
