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
  /** Who has to keep it: `server`, `client`, `encoder`, `decoder`, `operator`. */
  readonly binds: readonly string[];
  /** How it can be seen: `vector`, `live`, `live-client`, `none`. */
  readonly observed: readonly string[];
  /** The clause, paraphrased. */
  readonly text: string;
  /** True where the text does not state it as a rule: it takes it for granted, or nothing works without it. */
  readonly implied?: true;
  /** Another name that people cite it by. */
  readonly alias?: string;
  /** Why no case will ever hold it. */
  readonly excluded?: string;
  /** Which suite it waits for. Visible in the coverage, and not counted as done. */
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

/** What shows that a case holds: that something worked, or that something was rejected, closed or did not come. */
export type Expectation = 'service' | 'refusal';

/** One question put to a target. */
export interface Case {
  /** `protocol/section/slug`, or the id of the vector that is asked. Immutable. */
  readonly id: string;
  readonly title: string;
  readonly protocol: string;
  readonly section: string;
  /** Requirement ids; the strongest of their levels is the level of the case unless it names one. */
  readonly requires: readonly string[];
  readonly level: Level;
  /** What goes wrong in the field when this fails. */
  readonly why: string;
  readonly ports: readonly PortName[];
  /** A vector is asked of a codec, and answers the same each time; a live case meets clocks, sockets and processes. */
  readonly kind: 'vector' | 'live';
  readonly expects: Expectation;
  /** The id of the case that shows the same door open: a refusal passes only where that one passed in the same run. */
  readonly control?: string;
  /** One of several named readings of the norm: gates only for a target that speaks it. */
  readonly dialect?: Dialect;
  /** Why the vector exists, in a word that `--only tag:WORD` takes. */
  readonly tags?: readonly string[];
  /** Why it gates nothing in a run that names a requirement set: `newer than SET`. */
  readonly outside?: string;
  /** A wait in milliseconds that the norm itself imposes. */
  readonly waits?: number;
  /** Why `--profile production` leaves this case out. */
  readonly harm?: string;
  /** `last` cases start when all others of the target have ended. */
  readonly phase?: 'last';
  /** After this many milliseconds the case is cancelled. */
  readonly deadline: number;
  // biome-ignore lint/suspicious/noConfusingVoidType: a case that only checks returns nothing
  run(context: Context & Ports): Promise<Observation | void>;
}

export interface Dialect {
  /** What the dialects are about, a structure as a rule: targets declare one name per subject. */
  readonly subject: string;
  readonly name: string;
  /** The literal reading of the norm: the one that gates where a target declares nothing. */
  readonly norm: boolean;
}

export type Verdict = 'pass' | 'fail' | 'skip' | 'blocked' | 'error';

/** The thing under test behind its ports. */
export interface Target {
  /** As reports show it: no secrets. */
  readonly name: string;
  readonly kind: string;
  readonly capabilities: Json;
  /** What a case may do to it, opened anew for each case. */
  readonly ports: OpenPorts;
  /** Which reading it speaks, by subject. */
  readonly dialects?: Readonly<Record<string, string>>;
  /** The protocols it is asked about; all when absent. */
  readonly protocols?: readonly string[];
  /** How many cases it can take at once. */
  readonly concurrency: number;
  /** True where floods and exhaustion would hurt somebody. */
  readonly production: boolean;
  /** What it wants of this machine, and of itself, to be tested; each looked for now. */
  needs?(signal: AbortSignal): Promise<readonly Need[]>;
  /** What is to be said of it as a whole, before its cases and beside a verdict that is not green: one sentence each. */
  remarks?(): readonly string[];
  /** What its cases wait for at this moment, for who wonders why nothing happens. */
  waitingFor?(): string | undefined;
  /** Takes the secrets out of a text that it may have had a hand in; without it there are none. */
  readonly redact?: (text: string) => string;
  close(): Promise<void>;
}

/** Something that was looked for, without which something cannot be tested. */
export interface Need {
  readonly what: string;
  readonly for: string;
  readonly ok: boolean;
  readonly seen: string;
  /** The last lines that a program wrote to its standard error. */
  readonly lines?: readonly string[];
  /** What to do about it, a command where there is one. */
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
  /** Whether a fail of this case makes the run red. */
  readonly gates: boolean;
  readonly reason?: string;
  readonly why?: string;
  readonly dialect?: string;
  readonly waived?: string;
  /** Why it gates nothing, where the run named a requirement set that does not have it. */
  readonly outside?: string;
  /** The control that did not pass, which is all that keeps this case from passing. */
  readonly control?: string;
  /** It failed, and passed when it was asked again. */
  readonly unsteady?: true;
  readonly repeat?: number;
  /** Failed checks; a pass carries none. */
  readonly checks?: readonly Check[];
  readonly evidence?: readonly Evidence[];
  readonly ms: number;
  /** Milliseconds from the start of the run to its verdict; recordings of older versions have none. */
  readonly at?: number;
}

/** One step of a case that is under way, without secrets. */
export interface TracedStep {
  readonly target: string;
  readonly id: string;
  /** 2 when the case is asked once more. */
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
  /** What the run was fed with, by hash: an attestation names it. */
  readonly inputs?: Inputs;
  /** What the command line chose, so that a run that goes on with this one needs no repetition. */
  readonly asked?: SelectedBy;
  readonly started: string;
}

/** SHA-256 in lower-case hex. */
export interface Inputs {
  /** The vector files of the package: see `vectors/digest.ts`. */
  readonly vectors: string;
  /** The file of waivers, where there was one. */
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
  /** The command line that asks this target one case, without the `--only`. */
  readonly rerun: string;
  /** What was to be said of it as a whole before it was asked. */
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
  /** Fails that gate. */
  readonly gating: number;
  readonly planned: number;
  readonly notRun: number;
  readonly exit: number;
  /** Why the run is not green, one sentence each. */
  readonly reasons: readonly string[];
  /** Where there was a list of waivers. */
  readonly waivers?: WaiversUsed;
  readonly ms: number;
}

export interface WaiversUsed {
  /** Results that gate nothing by a waiver. */
  readonly fails: number;
  /** Those that end soon, with the days until then. */
  readonly expiring: readonly { readonly id: string; readonly expires: string; readonly days: number }[];
}

export type Line = Header | Result | Footer;

/** A function over the stream: it is given each line in order, and ends its own output at the footer or at `end`. */
export interface Reporter {
  line(line: Line): void;
  /** The stream ended; without a footer before, it is incomplete. */
  end(): void;
}
