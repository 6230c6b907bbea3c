import { Hono } from 'hono';
import { errorAnswer, jsonAnswer, notFound } from './answers.js';
import { type App, type HttpParts, reply } from './app.js';
import { serveCreation } from './creation.js';
import { PROTOCOL_VERSION } from './options.js';
import { servePages } from './pages.js';
import { serveSessions } from './session_routes.js';

/** RFC section 5: the routes of the HTTP API, without sockets. */
export function createApp(parts: HttpParts): App {
  const app: App = new Hono();
  app.get('/api/health', () => reply(jsonAnswer(200, { status: 'ok', version: PROTOCOL_VERSION })));
  serveCreation(app, parts);
  serveSessions(app, parts);
  servePages(app, parts.brokerage);
  app.notFound(() => reply(notFound()));
  app.onError((error) => {
    parts.settings.log({ event: 'fault', detail: error.name });
    return reply(errorAnswer(500, 'SERVER_ERROR', 'something went wrong here'));
  });
  return app;
}
