import type { AnsweredRequest, BrokerAnswer } from '../../punch/peers/broker/answers.js';
import type { ServerMessage } from '../../punch/peers/broker/messages.js';
import type { Limits, Timing } from '../../punch/peers/broker/options.js';
import type { Rules } from '../../punch/peers/broker/rules.js';
import type { Session } from '../../punch/peers/broker/state.js';
import type { Claims } from '../../punch/token.js';
import type { Mutant } from '../mutant.js';
import type { Carried } from '../systematic.js';

/** What a runner must know about a wrong broker besides its change. */
export interface PunchFacts {
  readonly tls?: true;
  /** Its own signing secret, for a broker that reveals it. */
  readonly secret?: Uint8Array;
  /** The Turnstile token that the suite gets for creating sessions. */
  readonly turnstileToken?: string;
  /** This companion file is given to the suite as the broker's own. */
  readonly given?: 'openapi' | 'messages';
  /** Real SRT endpoints are tested with it, too, if they are installed. */
  readonly srt?: true;
  /** It ends during a case, so only the cases of its clauses run, each against its own broker. */
  readonly alone?: true;
}

/** A broker that is wrong in one respect. */
export interface PunchMutant extends Mutant<Rules>, PunchFacts {}

/** The sections with cases that keep a WebSocket open. Which of these cases a broker disturbs may depend on the moment. */
export const SOCKETS: readonly string[] = [
  ...['1', '2', '4.1', '4.2', '4.3', '6', '6.1', '6.2', '6.3', '6.4', '6.5', '8.2'],
  ...['9.1', '9.2', '9.3', '9.4'],
];

/** `carries` for a rule without which no two peers of a stream are matched and stay open. */
export const PAIRS: Carried = {
  sections: ['4.2', '6.2', '6.3', '8.2'],
  because: 'Without the rule no stream has a pair, and cases of these sections begin with one.',
};

export type Change = (rules: Rules) => Rules;
export type Message = Readonly<Record<string, unknown>>;

/** Replaces some rules. */
export const ruling =
  (part: (rules: Rules) => Partial<Rules>): Change =>
  (rules) => ({ ...rules, ...part(rules) });

/** Applies one change after another. */
export const all =
  (...changes: readonly Change[]): Change =>
  (rules) =>
    changes.reduce((changed, change) => change(changed), rules);

export const limiting = (part: Partial<Limits>): Change =>
  ruling(({ limits }) => ({ limits: { ...limits, ...part } }));

export const timing = (part: Partial<Timing>): Change =>
  ruling((rules) => ({ timing: { ...rules.timing, ...part } }));

/** Changes the answers to some requests. */
export const answering = (change: (answer: BrokerAnswer, asked: AnsweredRequest) => BrokerAnswer): Change =>
  ruling((rules) => ({ answer: (answer, asked) => change(rules.answer(answer, asked), asked) }));

/** Replaces each sent message. Values are sent as JSON, texts unchanged. */
export const sending = (
  change: (message: ServerMessage, to: Claims, session: Session) => readonly unknown[],
): Change =>
  ruling(() => ({
    texts: (message, to, session) =>
      change(message, to, session).map((one) => (typeof one === 'string' ? one : JSON.stringify(one))),
  }));

/** Changes sent messages of one type. An empty list drops the message. */
export const sendingOf = (type: string, change: (message: Message) => readonly unknown[]): Change =>
  sending((message) => (message.type === type ? change({ ...message }) : [message]));

/** Changes the text of each received message. */
export const reading = (change: (text: string) => string): Change =>
  ruling((rules) => ({ readMessage: (text, from) => rules.readMessage(change(text), from) }));

/** Changes the body of each creation. */
export const readingBody = (change: (text: string) => string): Change =>
  ruling((rules) => ({ readBody: (text) => rules.readBody(change(text)) }));

/** Returns the answer with a changed JSON body. */
export function withBody(answer: BrokerAnswer, change: (body: Message) => unknown): BrokerAnswer {
  return { ...answer, body: JSON.stringify(change(JSON.parse(answer.body) as Message)) };
}

export const without = (answer: BrokerAnswer, header: string): BrokerAnswer => ({
  ...answer,
  headers: Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => name.toLowerCase() !== header.toLowerCase()),
  ),
});

export const isSession = ({ path }: AnsweredRequest): boolean => /^\/api\/session\/[^/]+$/.test(path);
export const isCreation = ({ method, path }: AnsweredRequest): boolean =>
  method === 'POST' && path === '/api/session';
/** A successful GET of a session. */
export const isShown = ({ status }: BrokerAnswer, asked: AnsweredRequest): boolean =>
  isSession(asked) && asked.method === 'GET' && status === 200;
export const isCreated = ({ status }: BrokerAnswer, asked: AnsweredRequest): boolean =>
  isCreation(asked) && status === 201;
