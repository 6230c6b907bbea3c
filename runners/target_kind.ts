/** A kind of target: its form on the command line, its options, and how to open it. */
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

/** The settings of a run, which are the same for all kinds. */
export interface Around {
  readonly profile?: 'full' | 'production' | undefined;
  /** Whether to go on with a target however often it was lost. */
  readonly tireless?: boolean | undefined;
  /** Aborts the opening. It does not close an opened target. */
  readonly signal?: AbortSignal | undefined;
  /** The factor by which deadlines for answers are longer than usual. */
  readonly patience?: Patience | undefined;
  /** Tells the user why the opening takes long. */
  readonly tell?: ((text: string) => void) | undefined;
}

export interface TargetKind<T extends OptionTable = OptionTable> {
  /** The part before the first colon. */
  readonly schemes: readonly string[];
  /** Whether the scheme alone is a target, too. */
  readonly alone?: true;
  /** Whether it only answers for codecs. Then it may be fuzzed, because nobody else depends on it. */
  readonly codecs?: true;
  /** Where the target runs. Absent unless models of the fuzzer apply; it keeps users from fuzzing a foreign service. */
  place?(text: string, given: Given<T>): PeerLocation;
  /** Whether it is conform itself, and not an implementation under test. */
  readonly isOurs?: true;
  readonly forms: readonly (readonly [form: string, what: string])[];
  readonly options: T;
  /** Opens the target. It loads here what the target needs, so a run of codecs loads no WebRTC. */
  open(text: string, given: Given<T>, around: Around): Promise<Target>;
}

export interface PeerLocation {
  /** Host names, as a person would type them. */
  readonly hosts: readonly string[];
  readonly isHere: boolean;
}

/** Infers the type of the options of `open` from the table. */
export const targetKind = <const T extends OptionTable>(kind: TargetKind<T>): TargetKind => kind;

/** The peers of the reference for a suite. */
export interface ReferencePeers<T extends OptionTable = OptionTable> {
  readonly provides: readonly PortName[];
  readonly options: T;
  start(given: Given<T>): Promise<Target>;
}

export const referencePeers = <const T extends OptionTable>(peers: ReferencePeers<T>): ReferencePeers =>
  peers;

/** The lab of a protocol for people: a network without internet, in which its peers find each other. */
export interface Lab {
  /** Why the lab cannot start here; undefined when it can. */
  refused(): Promise<string | undefined>;
  /** Runs a command in the lab, on the terminal of this process, and resolves to its exit code. */
  enter(command: readonly string[]): Promise<number>;
  /** The part that runs inside the lab, started by `bin/lab_agent.ts` with its own words. Resolves to an exit code. */
  inside(words: readonly string[], process: NodeJS.Process): Promise<number>;
}

/** The keys of the clients that a run uses. An operator pairs them before the run. */
export interface ClientKeys<T extends OptionTable = OptionTable> {
  readonly options: T;
  /** The help text below the options. */
  readonly help: string;
  readonly examples: readonly (readonly [words: string, what: string])[];
  /** The text for stdout. */
  draw(given: Given<T>): string;
}

/** Infers the type of the options of `draw` from the table. */
export const clientKeys = <const T extends OptionTable>(keys: ClientKeys<T>): ClientKeys => keys;

/** Lines of the help of a command, by its name. `serve` and `keys` show the examples of their peers. */
export type Examples = Readonly<Record<string, readonly (readonly [words: string, what: string])[]>>;

/** The plug-in of a protocol for the runners. Its functions load a module on demand. */
export interface RunnerPlugin {
  readonly protocol: string;
  readonly kinds: readonly TargetKind[];
  readonly reference: ReferencePeers;
  /** The npm packages that its reference needs, and that may be left out. */
  readonly packages: readonly string[];
  readonly examples?: Examples;
  /** Programs that some of its tests need on this machine. */
  readonly tools?: readonly Tool[];
  readonly lab?: () => Promise<{ readonly lab: Lab }>;
  /** Inputs for the fuzzer that edits of its vectors rarely reach. */
  readonly fuzz?: () => Promise<{ readonly grammar: Grammar }>;
  /** Models of its live peers, which give the required answers to histories of commands. */
  readonly models?: () => Promise<{ readonly models: readonly LiveModel[] }>;
  /** Mutants of its peers. */
  wrong(): Promise<{ readonly wrongPeers: WrongPeers }>;
  /** Absent unless a service under test must know our clients before the run. */
  readonly keys?: () => Promise<{ readonly keys: ClientKeys }>;
  /** Changes of its codecs that make no difference. */
  same(): Promise<{ readonly same: SameChanges }>;
  /** How its peers are tested with each other. */
  readonly pairing?: Pairing;
  /** Peers to develop against. Raw ones parse their own arguments. */
  served(): Promise<{ readonly peers?: readonly ServedPeer[]; readonly raw?: readonly RawPeer[] }>;
}
