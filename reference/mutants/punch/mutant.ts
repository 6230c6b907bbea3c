import type { Answer, Asked } from '../../punch/peers/broker/answers.js';
import type { ServerMessage } from '../../punch/peers/broker/messages.js';
import type { Limits, Timing } from '../../punch/peers/broker/options.js';
import type { Rules } from '../../punch/peers/broker/rules.js';
import type { Session } from '../../punch/peers/broker/state.js';
import type { Claims } from '../../punch/token.js';
import type { Mutant } from '../mutant.js';

/** What a runner must know of a wrong broker beside its change. */
export interface PunchFacts {
  readonly tls?: true;
  /** A signing secret of its own, for a broker that gives it away. */
  readonly secret?: Uint8Array;
  /** What the suite is given to create sessions with. */
  readonly turnstileToken?: string;
  /** This companion file of ours is given as its own. */
  readonly given?: 'openapi' | 'messages';
  /** Real SRT endpoints are put to it too, where they are installed. */
  readonly srt?: true;
  /** It ends during a case: only the cases of its clauses are asked, each of a broker of its own. */
  readonly alone?: true;
  /** It is silent on purpose: a lost answer kills it without a failed check. */
  readonly silent?: true;
}

/** A broker that is wrong in one respect. */
export interface PunchMutant extends Mutant<Rules>, PunchFacts {}

export type Change = (rules: Rules) => Rules;
export type Message = Readonly<Record<string, unknown>>;

/** Some rules in place of others. */
export const ruling =
  (part: (rules: Rules) => Partial<Rules>): Change =>
  (rules) => ({ ...rules, ...part(rules) });

/** One change after another. */
export const all =
  (...changes: readonly Change[]): Change =>
  (rules) =>
    changes.reduce((changed, change) => change(changed), rules);

export const limiting = (part: Partial<Limits>): Change =>
  ruling(({ limits }) => ({ limits: { ...limits, ...part } }));

export const timing = (part: Partial<Timing>): Change =>
  ruling((rules) => ({ timing: { ...rules.timing, ...part } }));

/** Changes what is answered to some requests. */
export const answering = (change: (answer: Answer, asked: Asked) => Answer): Change =>
  ruling((rules) => ({ answer: (answer, asked) => change(rules.answer(answer, asked), asked) }));

/** Changes what is sent in place of a message: values as JSON, texts as they are. */
export const sending = (
  change: (message: ServerMessage, to: Claims, session: Session) => readonly unknown[],
): Change =>
  ruling(() => ({
    texts: (message, to, session) =>
      change(message, to, session).map((one) => (typeof one === 'string' ? one : JSON.stringify(one))),
  }));

/** Changes messages of one type; an empty answer swallows them. */
export const sendingOf = (type: string, change: (message: Message) => readonly unknown[]): Change =>
  sending((message) => (message.type === type ? change({ ...message }) : [message]));

/** Reads this text in place of that of a message. */
export const reading = (change: (text: string) => string): Change =>
  ruling((rules) => ({ readMessage: (text, from) => rules.readMessage(change(text), from) }));

/** Reads this text in place of the body of a creation. */
export const readingBody = (change: (text: string) => string): Change =>
  ruling((rules) => ({ readBody: (text) => rules.readBody(change(text)) }));

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
/** GET of a session, granted. */
export const isShown = ({ status }: Answer, asked: Asked): boolean =>
  isSession(asked) && asked.method === 'GET' && status === 200;
export const isCreated = ({ status }: Answer, asked: Asked): boolean => isCreation(asked) && status === 201;
