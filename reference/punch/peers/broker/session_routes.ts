import type { Claims } from '../../token.js';
import { type Answer, authFailed, jsonAnswer, notFound } from './answers.js';
import { type App, type Call, claimsOf, describe, type HttpParts, reply } from './app.js';
import { srtRoles, strung } from './connect.js';
import type { Session } from './state.js';

/** RFC 5: the requests about a session that need a token. */
export function serveSessions(app: App, parts: HttpParts): void {
  const { brokerage, settings } = parts;
  const { mayAdminister } = settings.rules;

  /** Answers for a live session and a token that is good for it. */
  const answered = (
    call: Call,
    may: (claims: Claims) => boolean,
    answer: (session: Session, claims: Claims) => Answer,
  ): Response => {
    const name = call.req.param('name') ?? '';
    const claims = claimsOf(parts, call, name);
    if (!claims || !may(claims)) return reply(authFailed());
    const session = brokerage.find(name);
    return reply(session ? answer(session, claims) : notFound());
  };

  app.get('/api/session/:name', (call) =>
    answered(call, mayAdminister, (session) => jsonAnswer(200, describe(session))),
  );

  app.delete('/api/session/:name', (call) =>
    answered(call, mayAdminister, (session) => {
      brokerage.close(session, 'deleted');
      return jsonAnswer(200, { session: session.name, state: session.state });
    }),
  );

  app.get('/api/session/:name/connect', (call) =>
    answered(
      call,
      () => true,
      (session, claims) => {
        const wanted = claims.stream ?? call.req.query('stream');
        const streams = [...session.streams.keys()].filter((one) => wanted === undefined || one === wanted);
        const roles = srtRoles.filter((role) => (call.req.query('role') ?? role) === role);
        const strings = streams.flatMap((one) => roles.map((role) => strung(session, claims, one, role)));
        return jsonAnswer(200, { session: session.name, streams: strings });
      },
    ),
  );
}
