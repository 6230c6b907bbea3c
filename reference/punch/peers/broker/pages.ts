import { renderSVG } from 'uqr';
import { notFound } from './answers.js';
import { type App, reply } from './app.js';
import type { Brokerage } from './brokerage.js';

/** Serves the page of a session, and its address as a QR code. */
export function servePages(app: App, brokerage: Brokerage): void {
  const shown = (type: string, body: string): Response =>
    reply({ status: 200, headers: { 'Content-Type': type, 'Cache-Control': 'no-store' }, body });

  app.get('/s/:name', (call) =>
    brokerage.find(call.req.param('name')) ? shown('text/html; charset=utf-8', page) : reply(notFound()),
  );

  app.get('/s/:name/qr', (call) => {
    const session = brokerage.find(call.req.param('name'));
    if (!session) return reply(notFound());
    const url = `${new URL(call.req.url).origin}/s/${session.name}`;
    return shown('image/svg+xml', renderSVG(url, { border: 4 }));
  });
}

const page = `<!doctype html><meta charset="utf-8"><title>Punch</title>
<p>This is a session of a Punch broker. Give the address of this page to a Punch peer.</p>
`;
