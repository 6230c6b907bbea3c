import type { Dialect } from '../../reference/punch/token.js';
import type { PunchPort, PunchSocket, Wording } from '../../suites/punch/port.js';
import type { CreationForm } from './creation_form.js';
import type { CreationBudget } from './session_budget.js';
import type { Transcript } from './transcript.js';

/** What all cases of one target share. */
export interface TestedBroker {
  readonly url: URL;
  readonly ca?: string;
  readonly patience: number;
  /** Milliseconds for a complete answer or upgrade. */
  readonly stall: number;
  readonly description: PunchPort['description'];
  readonly secret?: Uint8Array;
  dialect: Dialect;
  /** A reusable token, such as one from Cloudflare's test keys. */
  readonly turnstileToken?: string;
  readonly peerToken?: (session: string, stream: string) => Promise<string>;
  /** Whether media may be moved: it takes tools and half a minute. */
  readonly srt: boolean;
  readonly prefix: string;
  /** Aborted when the target is let go. */
  readonly ended: AbortSignal;
  /** Creations under way. Their sessions are deleted too, even if their case has ended. */
  readonly creating: Set<Promise<unknown>>;
  /** Sessions to delete at the end: name to admin token. */
  readonly sessions: Map<string, string>;
  readonly sockets: Set<PunchSocket>;
  /** How many answers there were. */
  answered: number;
  readonly givenWording: Partial<Wording>;
  /** As the deployment's own description has it. */
  readonly givenForm: CreationForm | undefined;
  named: number;
  /** Shared by all cases that are asked for the first time. */
  readonly memory: Memory;
  /** A fresh one for a case that is asked again, so that nothing seen before decides it. */
  readonly anew: () => Memory;
}

/** The outcome of a scenario that several cases share. */
export interface Shared<T> {
  readonly outcome: Promise<T>;
  readonly transcript: Transcript;
}

/** What several cases share: sessions, budgets and what was learnt. */
export interface Memory {
  readonly sources: readonly string[];
  readonly budget: CreationBudget;
  readonly scenarios: Map<string, Shared<unknown>>;
  /** The reasons of the last requests in a row that had no answer. */
  readonly silence: Error[];
  wording: Wording;
  /** How POST /api/session takes its members; undefined until a creation was granted. */
  form: CreationForm | undefined;
  /** A creation that names no streams was granted in that form. */
  grantsPlain: boolean;
  /** A creation may name streams; undefined until one was asked for. */
  takesStreams: boolean | undefined;
  /** Streams of the shared sessions that are in use. */
  leased: number;
}

/** After so many requests in a row without an answer, the run stops waiting for the target. */
export const MOST_SILENT = 5;
