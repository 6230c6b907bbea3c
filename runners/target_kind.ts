/** How a kind of target is written, which options it takes, and how one is opened. */
import type { PortName, Target } from '../suites/model.js';
import type { Grammar } from './fuzz/grammar.js';
import type { LiveModel } from './fuzz/live_model.js';
import type { Pairing } from './interop/model.js';
import type { SameChanges } from './matrix/source/same.js';
import type { WrongPeers } from './matrix/trial.js';
import type { Given, OptionTable } from './options.js';
import type { Patience } from './patience.js';
import type { RawPeer, ServedPeer } from './served_peer.js';
import type { Tool } from './tools.js';

export type { Given, OptionTable } from './options.js';

/** What belongs to a run and not to a kind. */
export interface Around {
  readonly profile?: 'full' | 'production';
  /** It is asked on, however often it was lost. */
  readonly tireless?: boolean;
  /** Gives up the opening, not what was opened. */
  readonly signal?: AbortSignal;
  /** How many times as long as usual answers are waited for. */
  readonly patience?: Patience;
  /** Tells the person who waits for the opening what it takes so long for. */
  readonly tell?: (text: string) => void;
}

export interface TargetKind<T extends OptionTable = OptionTable> {
  /** What stands before the first colon. */
  readonly schemes: readonly string[];
  /** The scheme alone names a target as well. */
  readonly alone?: true;
  /** It answers for codecs, as far as it claims to, and nothing else hangs on it: it may be fuzzed. */
  readonly codecs?: true;
  /** Models of the fuzzer are put to it: where it runs, so that nobody fuzzes the service of somebody else. */
  place?(text: string, given: Given<T>): Place;
  /** It is conform itself, and nobody's implementation. */
  readonly isOurs?: true;
  readonly forms: readonly (readonly [form: string, what: string])[];
  readonly options: T;
  /** What a target needs is loaded here: a run of codecs loads no WebRTC. */
  open(text: string, given: Given<T>, around: Around): Promise<Target>;
}

export interface Place {
  /** Host names, as a person would type them. */
  readonly hosts: readonly string[];
  readonly isHere: boolean;
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

/** A place without the internet in which the peers of a protocol find each other, for people. */
export interface Lab {
  /** Why there can be none here; undefined when there can. */
  refused(): Promise<string | undefined>;
  /** Runs a command in it, on the terminal of this process, and resolves to its exit code. */
  enter(command: readonly string[]): Promise<number>;
  /** What it starts in there, by `bin/lab_agent.ts`, with words of its own; resolves to an exit code. */
  inside(words: readonly string[], process: NodeJS.Process): Promise<number>;
}

/** Keys of the clients that a run plays, for an operator who admits them before it. */
export interface ClientKeys<T extends OptionTable = OptionTable> {
  readonly options: T;
  /** What is said below the options. */
  readonly help: string;
  readonly examples: readonly (readonly [words: string, what: string])[];
  /** What goes to stdout. */
  draw(given: Given<T>): string;
}

/** Infers from the table what `draw` is given. */
export const clientKeys = <const T extends OptionTable>(keys: ClientKeys<T>): ClientKeys => keys;

/** Commands whose help shows examples of the protocols; `serve` and `keys` have those of their peers. */
export type HelpedCommand =
  | 'coverage'
  | 'doctor'
  | 'explain'
  | 'findings'
  | 'fuzz'
  | 'init'
  | 'interop'
  | 'lab'
  | 'list'
  | 'mutants'
  | 'run'
  | 'vectors';

/** What stands behind the name of the command, and what it is for. */
export type Examples = Readonly<
  Partial<Record<HelpedCommand, readonly (readonly [words: string, what: string])[]>>
>;

/** What a protocol adds to the runners. */
export interface RunnerPlugin {
  readonly protocol: string;
  readonly kinds: readonly TargetKind[];
  readonly reference: ReferencePeers;
  readonly examples?: Examples;
  /** Programs of this machine that some of its tests want. */
  readonly tools?: readonly Tool[];
  readonly lab?: () => Promise<Lab>;
  /** Inputs for the fuzzer that edits of its vectors hardly reach. */
  readonly fuzz?: () => Promise<Grammar>;
  /** What its live peers owe to histories of commands. */
  readonly models?: () => Promise<readonly LiveModel[]>;
  /** Mutants of its peers, loaded with the peers when they are wanted. */
  wrong(): Promise<WrongPeers>;
  /** Where a service under test has to know our clients beforehand. */
  readonly keys?: () => Promise<ClientKeys>;
  /** Changes of its codecs that make no difference. */
  same(): Promise<SameChanges>;
  /** How peers of it are put to one another. */
  readonly pairing?: Pairing;
  /** Peers to develop against, loaded when one is asked for; raw ones read their own words. */
  served(): Promise<{ readonly peers: readonly ServedPeer[]; readonly raw: readonly RawPeer[] }>;
}
