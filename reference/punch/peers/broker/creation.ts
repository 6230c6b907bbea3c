import { DecodeError } from '../../../bytes/error.js';
import { type BrokerAnswer, errorAnswer, jsonAnswer } from './answers.js';
import { type Call, describe, type HttpParts, pageOf, type Route } from './app.js';
import type { Brokerage } from './brokerage.js';
import { srtRoles } from './connect.js';
import { readCreateRequest } from './requests.js';
import type { Session } from './state.js';

/** RFC 5.2 to 5.4: POST /api/session. */
export function creation(parts: HttpParts): Route {
  const { settings, creationRate } = parts;
  const { clock, log, rules } = settings;
  return async (call) => {
    const { address } = call.env;
    const user = rules.source(address);
    const wait = creationRate.take(user, clock.now());
    if (wait > 0) {
      log({ event: 'rate-limited', address });
      const seconds = String(Math.ceil(wait / 1000));
      return errorAnswer(429, 'RATE_LIMITED', 'too many sessions', { 'Retry-After': seconds });
    }
    const answer = await created(parts, call);
    // RFC 5.2 limits sessions, and a rejected creation makes none.
    if (answer.status !== 201) creationRate.giveBack(user);
    return answer;
  };
}

async function created({ settings, brokerage }: HttpParts, call: Call): Promise<BrokerAnswer> {
  const { rules } = settings;
  try {
    const request = readCreateRequest(await call.req.text(), rules);
    const passes =
      !rules.turnstile || (await rules.turnstile(request.turnstileToken ?? '', call.env.address));
    if (!passes) return errorAnswer(403, 'TURNSTILE_FAILED', 'the Turnstile token did not pass');
    if (brokerage.isFull) return errorAnswer(503, 'SERVER_ERROR', 'no room for another session');
    const session = brokerage.create(request);
    if (!session) return errorAnswer(409, 'SESSION_EXISTS', 'the name is taken');
    return jsonAnswer(201, shown(brokerage, session, pageOf(session, call)));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return errorAnswer(400, 'INVALID_REQUEST', `the body is not a request (${error.code})`);
  }
}

function shown(brokerage: Brokerage, session: Session, url: string) {
  const join = [...session.streams.keys()].flatMap((stream) => {
    const token = brokerage.token(session, stream);
    return srtRoles.map((role) => ({ stream, role, url: `${url}?t=${token}` }));
  });
  return { ...describe(session), token: brokerage.token(session, null), url, qr: `${url}/qr`, join };
}
