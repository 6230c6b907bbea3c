import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { ask, askService, type Got } from './exchange.js';
import type { Given } from './port.js';

const ports = ['openhost'] as const;

/** The answer of our service to a GET of one of its pages. */
async function get(context: Given, target: string, connection?: 'own'): Promise<Got> {
  await context.openhost.service();
  return ask(context, await context.openhost.bound(connection), { target, id: 1 });
}

export const requests: readonly Case[] = [
  defineCase({
    id: 'openhost/4/request-response',
    title: 'a GET reaches the service and its answer comes back',
    requires: ['OPENHOST-4-14', 'OPENHOST-4-15'],
    expects: 'service',
    ports,
    async run(context) {
      const { expect } = context;
      const { path, got, seen } = await askService(context, (path) => ({ target: `${path}?q=1`, id: 3 }));
      expect.equal('status', got.status, 200);
      expect.equal('body', got.body, `hello from the service: ${path}?q=1`);
      expect.that('headers of the service', got.head.includes('x-service: ours'));
      expect.equal('requests', seen.length, 1);
    },
  }),
  ...['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) =>
    defineCase({
      id: `openhost/4/method-${method.toLowerCase()}`,
      title: `${method} with a body arrives whole`,
      requires: ['OPENHOST-4-15'],
      expects: 'service',
      ports,
      async run(context) {
        const { expect } = context;
        const body = new TextEncoder().encode(`${method},`.repeat(9000));
        const { seen } = await askService(context, (target) => ({
          method,
          target,
          body,
          headers: [`Content-Length: ${body.length}`],
        }));
        const [request] = seen;
        expect.equal('method', request?.method ?? null, method);
        expect.that(
          'the body is the same',
          new TextDecoder().decode(request?.body) === new TextDecoder().decode(body),
          { observed: request?.body.length ?? 0, expected: body.length },
        );
      },
    }),
  ),
  defineCase({
    id: 'openhost/4/body-answered',
    title: 'a POST with a body gets a response, whatever is behind the daemon',
    requires: ['OPENHOST-4-15'],
    expects: 'service',
    ports,
    async run(context) {
      const body = new Uint8Array(100_000).fill(0x61);
      const wire = await context.openhost.bound();
      const { status } = await ask(context, wire, { method: 'POST', target: '/posted', id: 1, body });
      context.expect.that('the status is one of a response', status >= 200 && status < 600, {
        expected: '200 to 599',
        observed: status,
      });
    },
  }),
  defineCase({
    id: 'openhost/4/head',
    title: 'a response to HEAD has no body',
    requires: ['OPENHOST-4-15'],
    expects: 'service',
    ports,
    async run(context) {
      const got = await ask(context, await context.openhost.bound(), { method: 'HEAD', target: '/h', id: 1 });
      context.expect.equal('bytes of body', got.length, 0);
    },
  }),
  ...(
    [
      ['empty', 204],
      ['unchanged', 304],
      ['teapot', 418],
      ['early', 200],
    ] as const
  ).map(([kind, status]) =>
    defineCase({
      id: `openhost/4/status-${kind}`,
      title: `a ${status} of the service arrives as it is${kind === 'early' ? ', and the 103 before it is no response' : ''}`,
      requires: ['OPENHOST-4-15'],
      expects: 'service',
      ports,
      async run(context) {
        context.expect.equal('status', (await get(context, `/${kind}`)).status, status);
      },
    }),
  ),
  defineCase({
    id: 'openhost/4/chunked',
    title: 'a chunked, slow response arrives whole and without its chunking',
    requires: ['OPENHOST-4-15'],
    expects: 'service',
    ports,
    async run(context) {
      const { body, head } = await get(context, '/chunks');
      context.expect.equal('body', body, 'one,two,three');
      context.expect.that('no transfer-encoding', !head.includes('transfer-encoding'));
    },
  }),
  defineCase({
    id: 'openhost/4/large',
    title: 'five MiB arrive whole',
    requires: ['OPENHOST-4-15', 'OPENHOST-4-11'],
    expects: 'service',
    ports,
    async run(context) {
      context.expect.equal('bytes', (await get(context, '/large', 'own')).length, 5 << 20);
    },
  }),
  defineCase({
    id: 'openhost/4/slow-service',
    title: 'a service that thinks for a second is waited for',
    requires: ['OPENHOST-4-15'],
    expects: 'service',
    ports,
    async run(context) {
      context.expect.equal('body', (await get(context, '/slow', 'own')).body, 'at last');
    },
  }),
];
