import type { Answer, Asked, Faults } from '../../punch/peers/broker/faults.js';
import type { Turnstile } from '../../punch/peers/broker/options.js';
import type { Rules } from '../../punch/peers/broker/rules.js';

/** A broker that is wrong in one respect. */
export interface PunchMutant {
  readonly name: string;
  /** The clauses that this breaks: a case that fails for it has to cite one of them. */
  readonly breaks: readonly string[];
  readonly faults: Faults;
  readonly turnstile?: Turnstile;
  /** What the suite is given to create sessions with. */
  readonly turnstileToken?: string;
  /** This companion file of ours is given as its own. */
  readonly given?: 'openapi' | 'messages';
  readonly tls?: true;
  /** A signing secret of its own, for a broker that gives it away. */
  readonly secret?: Uint8Array;
  /** Real SRT endpoints are put to it too, where they are installed. */
  readonly srt?: true;
  /** It goes down, or is hardly there: only the cases of its clauses are put to it, each to one of its own. */
  readonly alone?: true;
  /** Silence is what is wrong with it: a case that gets no answer has found it, without a failed check. */
  readonly silent?: true;
}

type Message = Readonly<Record<string, unknown>>;

export const mutant = (name: string, breaks: readonly string[], faults: Faults): PunchMutant => ({
  name,
  breaks,
  faults,
});

export const byRule = (name: string, breaks: readonly string[], rules: Partial<Rules>): PunchMutant =>
  mutant(name, breaks, { rules });

/** Wrong in what it answers to some requests. */
export const byAnswer = (
  name: string,
  breaks: readonly string[],
  change: (answer: Answer, asked: Asked) => Answer,
): PunchMutant => mutant(name, breaks, { answer: change });

/** Wrong in messages of one type; an empty answer swallows them. */
export const byMessage = (
  name: string,
  breaks: readonly string[],
  type: string,
  change: (message: Message) => readonly unknown[],
): PunchMutant =>
  mutant(name, breaks, {
    outgoing: (message) => (message.type === type ? change({ ...message }) : [message]),
  });

/** The same answer with another JSON body. */
export function withBody(answer: Answer, change: (body: Message) => unknown): Answer {
  return { ...answer, body: JSON.stringify(change(JSON.parse(answer.body) as Message)) };
}

export const without = (answer: Answer, header: string): Answer => ({
  ...answer,
  headers: Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => name.toLowerCase() !== header.toLowerCase()),
  ),
});

export const isSession = ({ path }: Asked): boolean => /^\/api\/session\/[^/]+$/.test(path);
export const isCreation = ({ method, path }: Asked): boolean => method === 'POST' && path === '/api/session';
