import type { Dialect } from '../../reference/punch/token.js';
import type { PunchPort, PunchSocket, Wording } from '../../suites/punch/port.js';
import type { CreationForm } from './creation_form.js';
import type { CreationBudget } from './session_budget.js';
import type { Transcript } from './transcript.js';

/** What all cases of one target share. */
export interface Deployment {
  readonly url: URL;
  readonly ca?: string;
  readonly patience: number;
  /** For an answer to be complete, or an upgrade to be over: a stall, when it takes longer. */
  readonly stall: number;
  readonly description: PunchPort['description'];
  readonly secret?: Uint8Array;
  dialect: Dialect;
  /** For deployments that want one and take it more than once, such as Cloudflare's for tests. */
  readonly turnstileToken?: string;
  readonly peerToken?: (session: string, stream: string) => Promise<string>;
  /** Whether media may be moved: it takes tools and half a minute. */
  readonly srt: boolean;
  readonly prefix: string;
  /** Aborted when the target is let go. */
  readonly ended: AbortSignal;
  /** Creations under way: what they make has to be deleted too, whoever has given up waiting for it. */
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
  /** What the cases that are asked for the first time share. */
  readonly memory: Memory;
  /** A new one, for a case that is asked once more: nothing that was seen before decides it. */
  readonly anew: () => Memory;
}

/** What several cases look at, made once. */
export interface Shared<T> {
  readonly outcome: Promise<T>;
  readonly transcript: Transcript;
}

/** What was made and learnt on behalf of several cases. */
export interface Memory {
  readonly sources: readonly string[];
  readonly budget: CreationBudget;
  readonly scenarios: Map<string, Shared<unknown>>;
  /** Why there was no answer, each time in a row. */
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

/** A target that gave no answer so often in a row is not waited for any more. */
export const MOST_SILENT = 5;
