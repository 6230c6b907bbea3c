/** The nine names that carry the program (Codec is in reference/bytes/error.ts, Vector in vectors/vector.ts). */
import type { Json } from '../reference/structure.js';
import type { Check, Context, Evidence, Observation } from './context.js';

export type { Json, JsonObject } from '../reference/structure.js';
export type { Vector } from '../vectors/vector.js';
export type { Check, Clock, Context, Evidence, Expect, Observation, Random } from './context.js';

export type Level = 'must' | 'should' | 'may';

/** One clause of a spec, in our words. */
export interface Requirement {
  readonly id: string;
  readonly protocol: string;
  readonly section: string;
  readonly level: Level;
  /** Who must keep it: `server`, `client`, `encoder`, `decoder`, `operator`. */
  readonly binds: readonly string[];
  /** How it can be observed: `vector`, `live`, `live-client`, `none`. */
  readonly observed: readonly string[];
  /** The clause, paraphrased. */
  readonly text: string;
  /** True if the text does not state it as a rule: it takes the clause for granted, or nothing works without it. */
  readonly implied?: true;
  /** Another name by which people cite it. */
  readonly alias?: string;
  /** Why no case will ever test it. */
  readonly excluded?: string;
  /** The missing suite that will test it. The coverage shows it, and does not count it as tested. */
  readonly waits?: string;
}

/** What a case may do to a target. Each suite adds its own in `<protocol>/port.ts` by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the suites
export interface Ports {}
export type PortName = keyof Ports;

/** Opens a port for a case, whose id and waits may decide when; without a case, at once. */
export type OpenPorts = {
  readonly [K in PortName]?: (
    context: Context,
    one?: Pick<Case, 'id' | 'waits'>,
  ) => Ports[K] | Promise<Ports[K]>;
};

/** A pass shows either that something worked (service), or that something was rejected, closed or absent (refusal). */
export type Expectation = 'service' | 'refusal';

/** One question put to a target. */
export interface Case {
  /** `protocol/section/slug`, or the id of the vector that is asked. Immutable. */
  readonly id: string;
  readonly title: string;
  readonly protocol: string;
  readonly section: string;
  /** Requirement ids. The level of the case is their strongest level, unless the case names a weaker one. */
  readonly requires: readonly string[];
  readonly level: Level;
  /** What goes wrong in the field when this fails. */
  readonly why: string;
  readonly ports: readonly PortName[];
  /** The answer to a vector is always the same. A live case depends on clocks, sockets and processes. */
  readonly kind: 'vector' | 'live';
  readonly expects: Expectation;
  /** The id of the case for the nearest valid input. A refusal passes only if its control passed in the same run. */
  readonly control?: string;
  /** One of several named readings of the norm. The case gates only for a target that follows this reading. */
  readonly dialect?: Dialect;
  /** Words that say why the vector exists. `--only tag:WORD` selects by them. */
  readonly tags?: readonly string[];
  /** Why it does not gate in a run that names a requirement set: `newer than SET`. */
  readonly outside?: string;
  /** Milliseconds that the case must wait because of a time in the norm. */
  readonly waits?: number;
  /** Why `--profile production` leaves this case out. */
  readonly harm?: string;
  /** `last` cases start when all others of the target have ended. */
  readonly phase?: 'last';
  /** The case is cancelled after this many milliseconds. */
  readonly deadline: number;
  // biome-ignore lint/suspicious/noConfusingVoidType: a case that only checks returns nothing
  run(context: Context & Ports): Promise<Observation | void>;
}

export interface Dialect {
  /** What the readings differ in, usually a structure. A target declares one reading for each subject. */
  readonly subject: string;
  readonly name: string;
  /** Whether this is the literal reading, which gates for a target that declares none. */
  readonly norm: boolean;
}

export type Verdict = 'pass' | 'fail' | 'skip' | 'blocked' | 'error';

/** The thing under test behind its ports. */
export interface Target {
  /** Its name in reports, without secrets. */
  readonly name: string;
  readonly kind: string;
  readonly capabilities: Json;
  /** What a case may do to it. Each case opens its own ports. */
  readonly ports: OpenPorts;
  /** The reading that it follows, by subject. */
  readonly dialects?: Readonly<Record<string, string>>;
  /** The protocols that it is tested for. Without them it is tested for all. */
  readonly protocols?: readonly string[];
  /** How many cases may run against it at once. */
  readonly concurrency: number;
  /** Whether it has users whom a flood would harm. */
  readonly production: boolean;
  /** Looks for everything without which some of its cases cannot run, on this machine and in the target itself. */
  needs?(signal: AbortSignal): Promise<readonly Need[]>;
  /** Warnings about the target, one sentence each. Shown before its cases, and with any verdict that is not green. */
  remarks?(): readonly string[];
  /** What its cases are waiting for now. The progress line shows it. */
  waitingFor?(): string | undefined;
  /** Removes its secrets from a text that may quote it. Absent if it has no secrets. */
  readonly redact?: (text: string) => string;
  close(): Promise<void>;
}

/** Something without which a part of the cases cannot run, and whether it was found. */
export interface Need {
  readonly what: string;
  readonly for: string;
  readonly ok: boolean;
  readonly seen: string;
  /** The last lines that a program wrote to its standard error. */
  readonly lines?: readonly string[];
  /** How to get it: a command, if one does it. */
  readonly mend?: string;
}

/** Case, verdict, observation and time: one line of the stream. */
export interface Result {
  readonly kind: 'result';
  readonly target: string;
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly requires: readonly string[];
  readonly level: Level;
  readonly verdict: Verdict;
  /** Whether a failure of this case makes the run red. */
  readonly gates: boolean;
  readonly reason?: string;
  readonly why?: string;
  readonly dialect?: string;
  readonly waived?: string;
  /** Why it does not gate, if the run named a requirement set without this case. */
  readonly outside?: string;
  /** The control, if its failure or skip is the only reason why this case did not pass. */
  readonly control?: string;
  /** It failed, and passed when it ran again. */
  readonly unsteady?: true;
  readonly repeat?: number;
  /** The failed checks. */
  readonly checks?: readonly Check[];
  readonly evidence?: readonly Evidence[];
  readonly ms: number;
  /** Milliseconds from the start of the run to this verdict. Recordings of older versions do not have it. */
  readonly at?: number;
}

/** One step of a running case, without secrets. */
export interface TracedStep {
  readonly target: string;
  readonly id: string;
  /** 2 when the case runs again. */
  readonly attempt: number;
  readonly text: string;
}

export interface Header {
  readonly kind: 'header';
  readonly format: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly specs: readonly SpecVersion[];
  readonly seed: number;
  readonly level: Level;
  readonly profile: string;
  readonly targets: readonly TargetHeader[];
  readonly plan: Plan;
  readonly shard?: string;
  readonly repeat: number;
  /** The frozen sets on which the run gates. */
  readonly requirements?: readonly { readonly name: string; readonly sha256: string }[];
  /** Hashes of the input files, which an attestation names. */
  readonly inputs?: Inputs;
  /** The options that selected the cases. `--resume` reads them from here. */
  readonly asked?: SelectedBy;
  readonly started: string;
}

/** SHA-256 in lower-case hex. */
export interface Inputs {
  /** The vector files of the package: see `vectors/digest.ts`. */
  readonly vectors: string;
  /** The file of waivers, if there was one. */
  readonly waivers?: string;
}

export interface SelectedBy {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly profile?: string;
  readonly fast?: boolean;
  /** The file of waivers. */
  readonly waivers?: string;
  /** Names of requirement sets. */
  readonly requirements?: readonly string[];
}

export interface SpecVersion {
  readonly protocol: string;
  readonly title: string;
  readonly version: string;
  readonly sha256: string;
  /** How many mutants the cases of this version of the program kill. */
  readonly mutants?: { readonly killed: number; readonly of: number };
}

export interface TargetHeader {
  readonly name: string;
  readonly kind: string;
  readonly capabilities: Json;
  readonly dialects: Readonly<Record<string, string>>;
  /** The command line that runs a case of this target again, without its `--only`. */
  readonly rerun: string;
  /** Its warnings at the start of the run. */
  readonly remarks?: readonly string[];
}

export interface Plan {
  readonly hash: string;
  readonly cases: readonly { readonly target: string; readonly ids: readonly string[] }[];
}

export interface Footer {
  readonly kind: 'footer';
  readonly planHash: string;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** The number of gating failures. */
  readonly gating: number;
  readonly planned: number;
  readonly notRun: number;
  readonly exit: number;
  /** Why the run is not green, one sentence each. */
  readonly reasons: readonly string[];
  /** Absent if the run had no waivers. */
  readonly waivers?: WaiversUsed;
  readonly ms: number;
}

export interface WaiversUsed {
  /** The number of failures that a waiver keeps from gating. */
  readonly fails: number;
  /** Waivers that expire soon, with the days that are left. */
  readonly expiring: readonly { readonly id: string; readonly expires: string; readonly days: number }[];
}

export type Line = Header | Result | Footer;

/** Receives each line of the stream in order, and completes its output at the footer, or else at `end`. */
export interface Reporter {
  line(line: Line): void;
  /** The stream has ended. It is incomplete if it had no footer. */
  end(): void;
}
