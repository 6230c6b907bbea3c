import type { Case } from '../model.js';
import { daemonCase } from './daemon_case.js';
import { type Got, requestOver, requestService } from './exchange.js';
import type { DaemonContext } from './port.js';

const UPLOADS = 'Uploads and form posts are damaged, or reach the service as another method.';

function shownBody(received: Uint8Array | undefined, sent: Uint8Array): string {
  if (received === undefined) return 'no request';
  const changed = received.findIndex((byte, i) => byte !== sent[i]);
  return `${received.length} bytes, ${changed === -1 ? 'all as sent' : `changed at ${changed}`}`;
}

/** Requests a page of our service, and returns the response. */
async function get(context: DaemonContext, target: string, connection?: 'own'): Promise<Got> {
  await context.openhost.service();
  return requestOver(context, await context.openhost.bound(connection), { target, id: 1 });
}

export const requests: readonly Case[] = [
  daemonCase({
    id: 'openhost/4/request-response',
    title: 'a GET reaches the service, and its response reaches the client',
    why: 'No page of the service can be loaded.',
    requires: ['OPENHOST-4-14', 'OPENHOST-4-15'],
    expects: 'service',
    async run(context) {
      const { expect } = context;
      const { path, got, seen } = await requestService(context, (path) => ({ target: `${path}?q=1`, id: 3 }));
      expect.equal('status', got.status, 200);
      expect.equal('body', got.body, `hello from the service: ${path}?q=1`);
      const header = /^x-service: (.*)$/m.exec(got.head)?.[1]?.trim();
      expect.equal('X-Service in the response', header ?? null, 'ours');
      expect.equal('requests that reach the service', seen.length, 1);
    },
  }),
  daemonCase({
    id: 'openhost/4/repeated-header',
    title: 'both Set-Cookie headers of a response reach the client',
    why: 'The service sets a session and a token, the client gets one of them, and the login fails.',
    requires: ['OPENHOST-4-14'],
    expects: 'service',
    async run(context) {
      const { head } = await get(context, '/cookies');
      const cookies = [...head.matchAll(/^set-cookie: *(.*?) *$/gm)].map(([, value = '']) => value);
      context.expect.equal('Set-Cookie in the response', cookies.toSorted(), ['first=1', 'second=2']);
    },
  }),
  ...(
    [
      ['POST', UPLOADS],
      ['PUT', UPLOADS],
      ['PATCH', UPLOADS],
      [
        'DELETE',
        'A program believes that it has deleted something, and the service read the request as another one.',
      ],
      [
        'OPTIONS',
        'A browser that asks with OPTIONS what it may do gets no answer, and does not send its request.',
      ],
    ] as const
  ).map(([method, why]) =>
    daemonCase({
      id: `openhost/4/method-${method.toLowerCase()}`,
      title: `the method ${method} and its body reach the service complete`,
      why,
      requires: ['OPENHOST-4-15'],
      expects: 'service',
      async run(context) {
        const { expect } = context;
        const body = new TextEncoder().encode(`${method},`.repeat(9000));
        const { seen } = await requestService(context, (target) => ({
          method,
          target,
          body,
          headers: [`Content-Length: ${body.length}`],
        }));
        const [request] = seen;
        expect.equal('method at the service', request?.method ?? null, method);
        expect.that(
          'body at the service',
          new TextDecoder().decode(request?.body) === new TextDecoder().decode(body),
          { expected: `the ${body.length} bytes that were sent`, observed: shownBody(request?.body, body) },
        );
      },
    }),
  ),
  daemonCase({
    id: 'openhost/4/body-answered',
    title: 'a POST with a body gets a response, even when the service is down',
    why: 'A form post to a service that is down hangs until the client times out.',
    requires: ['OPENHOST-4-15'],
    expects: 'service',
    async run(context) {
      const body = new Uint8Array(100_000).fill(0x61);
      const wire = await context.openhost.bound();
      const { status } = await requestOver(context, wire, { method: 'POST', target: '/posted', id: 1, body });
      context.expect.that('status', status >= 200 && status < 600, {
        expected: '200 to 599',
        observed: status,
      });
    },
  }),
  daemonCase({
    id: 'openhost/4/head',
    title: 'a response to HEAD has no body',
    why: 'The client takes the body for the start of the next response, and every later page is wrong.',
    requires: ['OPENHOST-4-15'],
    expects: 'service',
    async run(context) {
      const got = await requestOver(context, await context.openhost.bound(), {
        method: 'HEAD',
        target: '/h',
        id: 1,
      });
      context.expect.equal('length of the body in bytes', got.length, 0);
    },
  }),
  ...(
    [
      ['empty', 204, 'Applications take a success for a failure, or wait for a body that never comes.'],
      ['unchanged', 304, 'Caches of browsers do not work, and each visit loads everything again.'],
      ['teapot', 418, 'Applications that use less common codes see another code and act on it.'],
      ['early', 200, 'A page with early hints is shown empty.'],
    ] as const
  ).map(([kind, status, why]) =>
    daemonCase({
      id: `openhost/4/status-${kind}`,
      title:
        kind === 'early'
          ? 'a 103 of the service before its 200 is not sent as the response'
          : `a ${status} of the service reaches the client unchanged`,
      why,
      requires: ['OPENHOST-4-15'],
      expects: 'service',
      async run(context) {
        context.expect.equal('status', (await get(context, `/${kind}`)).status, status);
      },
    }),
  ),
  daemonCase({
    id: 'openhost/4/chunked',
    title: 'a chunked response arrives complete and without Transfer-Encoding',
    why: 'Generated pages are cut, or show the chunk sizes in their text.',
    requires: ['OPENHOST-4-15'],
    expects: 'service',
    async run(context) {
      const { body, head } = await get(context, '/chunks');
      context.expect.equal('body', body, 'one,two,three');
      const encoding = /^transfer-encoding: (.*)$/m.exec(head)?.[1]?.trim();
      context.expect.equal('Transfer-Encoding in the response', encoding ?? 'none', 'none');
    },
  }),
  daemonCase({
    id: 'openhost/4/large',
    title: 'a response of 5 MiB arrives complete',
    why: 'Large downloads end early, and programs report a damaged file.',
    requires: ['OPENHOST-4-15', 'OPENHOST-4-11'],
    expects: 'service',
    async run(context) {
      context.expect.equal(
        'length of the body in bytes',
        (await get(context, '/large', 'own')).length,
        5 << 20,
      );
    },
  }),
  daemonCase({
    id: 'openhost/4/slow-service',
    title: 'a response that the service sends after a second reaches the client',
    why: 'Reports and exports that take a while to prepare always fail.',
    requires: ['OPENHOST-4-15'],
    expects: 'service',
    async run(context) {
      context.expect.equal('body', (await get(context, '/slow', 'own')).body, 'at last');
    },
  }),
];
