/** One rejection of each status. The cases of RFC 8.1 and 11 look at them. */
import { Unclaimed, Unreachable } from '../case.js';
import { deathOf } from './4_2_closing.js';
import { exhaust, HARM } from './5_2_rate.js';
import { duplicate } from './5_3_idempotency.js';
import { plainCreation } from './5_4_turnstile.js';
import { needOwn } from './answers.js';
import type { HttpAnswer, PunchPort, PunchSession } from './port.js';
import { sessionPath } from './steps.js';

export interface Refusals {
  readonly status: number;
  readonly what: string;
  readonly why: {
    /** Of an answer without the body of RFC 8.1. */
    readonly body: string;
    /** Of an answer without the version of RFC 11. */
    readonly version: string;
  };
  /** The control. For a 429 it creates no session, because the limit is used up. */
  readonly control: string;
  readonly harm?: string;
  readonly phase?: 'last';
  /** At least one answer of this status. */
  readonly answersOf: (punch: PunchPort) => Promise<readonly HttpAnswer[]>;
}

/** A peer asks to close its session. No other case uses this session, because a wrong broker may close it. */
export const closedByPeer = (punch: PunchPort): Promise<HttpAnswer> =>
  punch.scenario('a peer that asks to close its session', async (punch) => {
    const session: PunchSession = await punch.session({ name: punch.freshName() });
    return punch.http({ method: 'DELETE', path: sessionPath(session.name), token: session.peer() });
  });

function ofStatus(status: number, answers: readonly HttpAnswer[]): readonly HttpAnswer[] {
  const met = answers.filter((answer) => answer.status === status);
  if (met.length === 0) throw new Unreachable(`this broker answers nothing with ${status}`);
  return met;
}

export const refusals: readonly Refusals[] = [
  {
    status: 403,
    what: 'a 403 for a failed Turnstile token or for a peer that closes its session',
    why: {
      body: 'A web page cannot tell its user to solve the challenge again.',
      version: 'A client that is turned away cannot tell whether a newer version of itself would be let in.',
    },
    control: 'punch/5/create',
    async answersOf(punch) {
      const plain = await plainCreation(punch);
      const answer = plain.status === 403 ? plain : await closedByPeer(punch);
      if (answer.status !== 403) throw new Unclaimed('this broker answers nothing with 403');
      return [answer];
    },
  },
  {
    status: 404,
    what: 'a 404 for a closed session',
    why: {
      body: 'A client cannot tell a closed session from a wrong path of a proxy.',
      version: 'A client that finds no session cannot tell whether it asked a broker of its version.',
    },
    control: 'punch/5/query',
    async answersOf(punch) {
      const { after, upgrade } = await deathOf(punch);
      return ofStatus(404, [...Object.values(after), ...(upgrade.answer ? [upgrade.answer] : [])]);
    },
  },
  {
    status: 409,
    what: 'a 409 for a name in use',
    why: {
      body: 'A form cannot tell its user to choose another name.',
      version:
        'Code for conflicts often skips the common headers, so a client takes the answer for that of a proxy.',
    },
    control: 'punch/5/create',
    answersOf: async (punch) => ofStatus(409, [await duplicate(punch)]),
  },
  {
    status: 429,
    what: 'a 429 for one creation too many',
    why: {
      body: 'A client cannot tell the limit of the broker from that of a proxy.',
      version:
        'A rate limiter often answers in place of the broker, so a client finds no version and stops instead of waiting.',
    },
    control: 'punch/5/query',
    harm: HARM,
    phase: 'last',
    async answersOf(punch) {
      const { refusal } = await exhaust(punch);
      return ofStatus(429, refusal ? [refusal] : []).map(needOwn);
    },
  },
];
