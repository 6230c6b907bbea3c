import type { Dialect } from '../../reference/punch/token.js';
import type { MessageMembers, PunchPort, PunchSocket } from '../../suites/punch/port.js';
import type { CreationForm } from './creation_form.js';
import type { CreationBudget } from './session_budget.js';
import type { Transcript } from './transcript.js';

/** Finds a token for a peer of this session and stream. */
export type PeerToken = (session: string, stream: string) => Promise<string>;

/** The state that all cases of one target share. */
export interface TestedBroker {
  readonly url: URL;
  readonly ca?: string | undefined;
  readonly patience: number;
  /** Milliseconds for a complete answer or upgrade. */
  readonly stall: number;
  readonly description: PunchPort['description'];
  readonly secret?: Uint8Array | undefined;
  dialect: Dialect;
  /** A reusable token, such as one from Cloudflare's test keys. */
  readonly turnstileToken?: string | undefined;
  readonly peerToken?: PeerToken | undefined;
  /** Whether to move media, which needs tools and half a minute. */
  readonly srt: boolean;
  readonly prefix: string;
  /** Aborted when the target is closed. */
  readonly ended: AbortSignal;
  /** Creations under way. Their sessions are deleted too, even if their case has ended. */
  readonly creating: Set<Promise<unknown>>;
  /** Sessions to delete at the end: name to admin token. */
  readonly sessions: Map<string, string>;
  readonly sockets: Set<PunchSocket>;
  /** The number of answers so far. */
  answered: number;
  readonly givenMessageMembers: Partial<MessageMembers>;
  /** The form that the deployment's own description gives. */
  readonly givenForm: CreationForm | undefined;
  named: number;
  /** The memory of all cases at their first attempt. */
  readonly memory: Memory;
  /** Makes a new memory for a second attempt, so that nothing seen before decides it. */
  readonly anew: () => Memory;
}

/** The outcome of a scenario that several cases share. */
export interface Shared<T> {
  readonly outcome: Promise<T>;
  readonly transcript: Transcript;
}

/** Sessions, budgets and findings that several cases share. */
export interface Memory {
  readonly sources: readonly string[];
  readonly budget: CreationBudget;
  readonly scenarios: Map<string, Shared<unknown>>;
  /** The errors of the last requests in a row that got no answer. */
  readonly silence: Error[];
  messageMembers: MessageMembers;
  /** The form in which the last creation was granted; undefined until then. */
  form: CreationForm | undefined;
  /** Whether a creation without streams was granted in that form. */
  grantsPlain: boolean;
  /** Whether a creation may name streams; undefined until one did. */
  takesStreams: boolean | undefined;
  /** The number of streams that the last shared session was granted. A further one asks for no more. */
  poolSize: number;
  /** The number of streams of the shared sessions that are in use. */
  leased: number;
}

/** After so many requests in a row without an answer, the run stops waiting for the target. */
export const MOST_SILENT = 5;
