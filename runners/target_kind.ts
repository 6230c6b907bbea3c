/** How a kind of target is written, which options it takes, and how one is opened. */
import type { PortName, Target } from '../suites/model.js';

/** The target is written wrongly; nothing was opened. */
export class TargetFault extends Error {
  override readonly name = 'TargetFault';
}

/** What an option of each form holds when it reaches the opener. */
export interface OptionValues {
  readonly text: string;
  /** Given as text, `env:NAME` or `file:PATH`, and never shown. */
  readonly secret: Uint8Array;
  /** In PEM, read from a file. */
  readonly certificate: string;
  /** A file or a URL. */
  readonly place: string;
  /** A command line, whose secrets are not shown. */
  readonly command: string;
  readonly list: readonly string[];
  readonly port: number;
  readonly switch: boolean;
}

export type OptionForm = keyof OptionValues;

export interface TargetOption<F extends OptionForm = OptionForm> {
  readonly form: F;
  readonly describe: string;
  /** Its member in a config; the name in camel case when absent. */
  readonly member?: string;
  /** It means nothing unless one of these options is given too. */
  readonly goesWith?: readonly string[];
}

/** By the name on the command line, without dashes. */
export type OptionTable = Readonly<Record<string, TargetOption>>;

export type Given<T extends OptionTable = OptionTable> = {
  readonly [K in keyof T]?: OptionValues[T[K]['form']] | undefined;
};

/** What belongs to a run and not to a kind. */
export interface Around {
  readonly profile?: 'full' | 'production';
  /** Gives up the opening, not what was opened. */
  readonly signal?: AbortSignal;
}

export interface TargetKind<T extends OptionTable = OptionTable> {
  /** What stands before the first colon. */
  readonly schemes: readonly string[];
  /** The scheme alone names a target as well. */
  readonly alone?: true;
  readonly forms: readonly (readonly [form: string, what: string])[];
  readonly options: T;
  /** What a target needs is loaded here: a run of codecs loads no WebRTC. */
  open(text: string, given: Given<T>, around: Around): Promise<Target>;
}

/** Infers from the table what the opener is given. */
export const targetKind = <const T extends OptionTable>(kind: TargetKind<T>): TargetKind => kind;

/** Peers of the reference that a suite can talk to, loaded and started when they are wanted. */
export interface ReferencePeers<T extends OptionTable = OptionTable> {
  readonly provides: readonly PortName[];
  readonly options: T;
  start(given: Given<T>): Promise<Target>;
}

export const referencePeers = <const T extends OptionTable>(peers: ReferencePeers<T>): ReferencePeers =>
  peers;

/** What a protocol adds to the runners. */
export interface RunnerPlugin {
  readonly protocol: string;
  readonly kinds: readonly TargetKind[];
  readonly reference: ReferencePeers;
}
