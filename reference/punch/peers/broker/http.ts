import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type BrokerAnswer, errorAnswer, jsonAnswer, notFound } from './answers.js';
import { type App, describe, type HttpParts, type Route } from './app.js';
import { creation } from './creation.js';
import { PROTOCOL_VERSION } from './options.js';
import { authorised, connection, deletion, found, page, qrCode } from './routes.js';

/** RFC section 5: the routes of the HTTP API, without sockets. */
export function createApp(parts: HttpParts): App {
  const { brokerage, settings } = parts;
  const { limits, mayAdminister } = settings.rules;
  const app: App = new Hono();
  const serve = (method: string, path: string, route: Route) =>
    app.on(method, path, async (call) => reply(await route(call)));

  const tooLarge = () => reply(errorAnswer(400, 'INVALID_REQUEST', 'the body is too large'));
  app.use('/api/session', bodyLimit({ maxSize: limits.bodyBytes, onError: tooLarge }));
  serve('GET', '/api/health', () => jsonAnswer(200, { status: 'ok', version: PROTOCOL_VERSION }));
  serve('POST', '/api/session', creation(parts));
  const description = authorised(parts, mayAdminister, (session) => jsonAnswer(200, describe(session)));
  serve('GET', '/api/session/:name', description);
  serve('DELETE', '/api/session/:name', authorised(parts, mayAdminister, deletion(brokerage)));
  serve(
    'GET',
    '/api/session/:name/connect',
    authorised(parts, () => true, connection),
  );
  serve('GET', '/s/:name', found(parts, page));
  serve('GET', '/s/:name/qr', found(parts, qrCode));

  app.notFound(() => reply(notFound()));
  app.onError((error) => {
    settings.log({ event: 'fault', detail: error.name });
    return reply(errorAnswer(500, 'SERVER_ERROR', 'something went wrong here'));
  });
  return app;
}

const reply = (answer: BrokerAnswer): Response => new Response(answer.body, answer);
