import type { Dialect } from '../../reference/punch/token.js';
import type { MessageMembers, PunchPort, PunchSocket } from '../../suites/punch/port.js';
import type { Latest } from '../latest.js';
import type { Contact } from './contact.js';
import type { CreationForm } from './creation_form.js';
import type { GrantedForms } from './granted_forms.js';
import type { CreationBudget } from './session_budget.js';
import type { StreamPool } from './stream_pool.js';
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
  /** How the broker signs tokens, as far as it is known. */
  readonly dialect: Latest<Dialect>;
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
  readonly givenMessageMembers: Partial<MessageMembers>;
  /** The form that the deployment's own description gives. */
  readonly givenForm: CreationForm | undefined;
  /** A name that no session of this run has had. */
  readonly freshName: () => string;
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
  readonly contact: Contact;
  readonly messageMembers: Latest<MessageMembers>;
  readonly forms: GrantedForms;
  readonly pool: StreamPool;
}
