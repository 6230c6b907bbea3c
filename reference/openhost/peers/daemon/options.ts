import type { Dialect } from '../../dialect.js';
import type { BindingMode } from '../../offer_blob.js';
import { type AnswerSession, answerSession } from '../rtc/session.js';
import type { Substrate } from '../substrate.js';
import type { HostFacts } from './host_record.js';
import { DAEMON_RULES, type DaemonRules } from './rules.js';

export interface Forward {
  /** `http://host:port` */
  readonly target: string;
  /** The value of Host; the authority of the target when absent. */
  readonly host?: string;
  readonly maxBody?: number;
  /** Paths that may be upgraded, or `*`. Absent: none. */
  readonly websockets?: readonly string[];
}

export interface DaemonSettings extends HostFacts {
  readonly substrates: readonly Substrate[];
  readonly dialect: Dialect;
  readonly forward?: Forward;
  /** Names of the clients that get answers. Without this and `pairs`, all watched clients get answers. */
  readonly allow?: readonly string[];
  /** Reads a database of more clients that are watched and get answers. It may throw. */
  readonly pairs?: () => readonly string[];
  /** Names of more clients whose offers it looks for, beside those that are allowed. */
  readonly watch: readonly string[];
  readonly bindingModes: readonly BindingMode[];
  readonly pollMs: number;
  readonly republishMs: number;
  /** Milliseconds between two offers of one client. */
  readonly throttleMs: number;
  readonly burst: number;
  readonly refillMs: number;
  readonly bindingTimeoutMs: number;
  readonly addresses?: readonly string[];
  readonly log: (line: string) => void;
  readonly now: () => number;
  /** Opens the session of an answer, by werift or another stack. */
  readonly answerSession: AnswerSession;
  readonly rules: DaemonRules;
}

const DEFAULTS = {
  dialect: 'spec',
  watch: [],
  bindingModes: ['exporter', 'cert_fp'],
  pollMs: 1000,
  republishMs: 1_800_000,
  throttleMs: 5000,
  burst: 3,
  refillMs: 5000,
  bindingTimeoutMs: 10_000,
  log: () => {},
  now: () => Date.now(),
  answerSession,
  rules: DAEMON_RULES,
} satisfies Partial<DaemonSettings>;

export type DaemonOptions = Omit<DaemonSettings, keyof typeof DEFAULTS> & Partial<DaemonSettings>;

export const settingsOf = (options: DaemonOptions): DaemonSettings => ({ ...DEFAULTS, ...options });

export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';
}

export function checkForward({ forward, rules }: Pick<DaemonSettings, 'forward' | 'rules'>): void {
  if (forward === undefined) return;
  const target = URL.canParse(forward.target) ? new URL(forward.target) : undefined;
  if (target?.protocol !== 'http:')
    throw new ConfigRefused(`the target of forward must be http://HOST:PORT, received ${forward.target}`);
  if (!rules.acceptsPaths(forward.websockets)) {
    throw new ConfigRefused('websockets: the list is empty: list paths, or leave it out');
  }
}
