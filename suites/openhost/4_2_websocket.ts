import { concat } from '../../reference/bytes/writer.js';
import { encodeLegacy, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { ask, headOf, requestBytes, tornDown } from './exchange.js';
import { expectEnd, expectFrame } from './heard.js';
import type { Given, OpenhostPort, Wire } from './port.js';

const ports = ['openhost'] as const;
const upgrade = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: chat',
];
const bytes = (text: string) => new TextEncoder().encode(text);

async function open(context: Given, target = '/live'): Promise<{ wire: Wire; head: string; id: number }> {
  await context.openhost.service();
  const other = await context.openhost.tunnelling();
  const wire = await other.bound('own');
  await wire.raw(requestBytes({ target, headers: upgrade, id: 5 }));
  const head = await expectFrame(context, wire, T.RESPONSE_HEAD, 'the 101 comes as RESPONSE_HEAD');
  return { wire, head: new TextDecoder().decode(head.payload).toLowerCase(), id: head.requestId };
}

const refused = (
  slug: string,
  title: string,
  requires: readonly string[],
  daemon: (openhost: OpenhostPort) => Promise<OpenhostPort>,
  target: string,
): Case =>
  defineCase({
    id: `openhost/4.2/${slug}`,
    title,
    requires,
    expects: 'refusal',
    control: 'openhost/4.2/accept',
    ports,
    async run(context) {
      await context.openhost.service();
      const other = await daemon(context.openhost);
      const wire = await other.bound('own');
      context.expect.equal(
        'status',
        (await ask(context, wire, { target, headers: upgrade, id: 1 })).status,
        502,
      );
      context.expect.equal(
        'the channel serves on',
        (await ask(context, wire, { target: '/after', id: 2 })).status,
        200,
      );
    },
  });

const illegal = (slug: string, type: number, payload: Uint8Array, requires: readonly string[]): Case =>
  defineCase({
    id: `openhost/4.2/tunnel-${slug}`,
    title: `${slug.replaceAll('-', '_').toUpperCase()} in a tunnel is torn down`,
    requires,
    expects: 'refusal',
    control: 'openhost/4.2/passthrough',
    ports,
    async run(context) {
      const { wire } = await open(context);
      await wire.send(type, payload, 5);
      await tornDown(context, wire);
    },
  });

const listed = (openhost: OpenhostPort) => openhost.tunnelling('alone');

export const websocket = [
  refused(
    'unconfigured',
    'without a WebSocket section every upgrade is a 502',
    ['OPENHOST-4.2-2'],
    (openhost) => openhost.variant({ websockets: null }),
    '/live',
  ),
  refused('unlisted', 'a path that is not listed is a 502', ['OPENHOST-4.2-4'], listed, '/elsewhere'),
  refused(
    'prefix',
    'a path that begins like a listed one is a 502',
    ['OPENHOST-4.2-4'],
    listed,
    '/live/more',
  ),
  refused('case', 'paths are compared byte by byte', ['OPENHOST-4.2-4'], listed, '/LIVE'),
  refused(
    'not-101',
    'any other answer of the service is a 502',
    ['OPENHOST-4.2-9'],
    (openhost) => openhost.tunnelling(),
    '/live/no',
  ),
  defineCase({
    id: 'openhost/4.2/empty-list',
    title: 'an empty list of paths is refused when it is loaded',
    requires: ['OPENHOST-4.2-3'],
    expects: 'refusal',
    control: 'openhost/4.2/accept',
    ports,
    async run({ openhost, expect }) {
      expect.equal('a daemon with a list of paths', await openhost.starts({ websockets: ['/x'] }), 'up');
      expect.equal('one with an empty list', await openhost.starts({ websockets: [] }), 'rejected');
    },
  }),
  defineCase({
    id: 'openhost/4.2/wildcard',
    title: 'the entry * matches every path',
    requires: ['OPENHOST-4.2-5', 'OPENHOST-4.2-1'],
    expects: 'service',
    ports,
    async run(context) {
      await context.openhost.service();
      const other = await context.openhost.variant({ websockets: ['*'] });
      const wire = await other.bound('own');
      await wire.raw(requestBytes({ target: '/any/where', headers: upgrade, id: 1 }));
      const { payload } = await expectFrame(context, wire, T.RESPONSE_HEAD);
      const line = new TextDecoder().decode(payload).slice(0, 12);
      context.expect.equal('status line', line, 'HTTP/1.1 101');
    },
  }),
  defineCase({
    id: 'openhost/4.2/query',
    title: 'the query is left aside when the path is compared, and reaches the service',
    requires: ['OPENHOST-4.2-4', 'OPENHOST-4.2-7'],
    expects: 'service',
    ports,
    async run(context) {
      const mark = (await context.openhost.service()).mark();
      await open(context, `/live?${mark}`);
      const [request] = (await context.openhost.service()).seen(mark);
      const names = (request?.headers ?? []).map(([name]) => name.toLowerCase());
      for (const name of [
        'upgrade',
        'connection',
        'sec-websocket-key',
        'sec-websocket-version',
        'sec-websocket-protocol',
      ]) {
        context.expect.that(`${name} reaches the service`, names.includes(name));
      }
    },
  }),
  defineCase({
    id: 'openhost/4.2/accept',
    title: 'the 101 has the Sec-WebSocket-Accept of the service',
    requires: ['OPENHOST-4.2-8'],
    expects: 'service',
    ports,
    async run(context) {
      const { head } = await open(context);
      context.expect.that('101', head.startsWith('http/1.1 101'));
      context.expect.that('accept', head.includes('sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo='));
    },
  }),
  defineCase({
    id: 'openhost/4.2/passthrough',
    title: 'bytes pass unchanged both ways, WebSocket frames or not',
    requires: ['OPENHOST-4.2-10'],
    expects: 'service',
    ports,
    async run(context) {
      const { wire } = await open(context);
      const sent = concat(Uint8Array.of(0x82, 0x00, 0xff), new Uint8Array(40_000).fill(0xa5), bytes('end'));
      await wire.send(T.WS_FRAME, sent.subarray(0, 1), 5);
      await wire.send(T.WS_FRAME, sent.subarray(1), 5);
      let back = new Uint8Array(0);
      while (back.length < sent.length) {
        const { payload } = await expectFrame(context, wire, T.WS_FRAME, 'WS_FRAME and nothing else');
        back = new Uint8Array(concat(back, payload));
      }
      context.expect.that(
        'the same bytes',
        back.every((byte, i) => byte === sent[i]) && back.length === sent.length,
      );
    },
  }),
  defineCase({
    id: 'openhost/4.2/service-closes',
    title: 'the service hanging up ends the channel',
    requires: ['OPENHOST-4.2-11'],
    expects: 'refusal',
    control: 'openhost/4.2/passthrough',
    ports,
    async run(context) {
      const { wire } = await open(context);
      await wire.send(T.WS_FRAME, bytes('!'), 5);
      await expectEnd(context, wire);
    },
  }),
  defineCase({
    id: 'openhost/4.2/client-closes',
    title: 'the client closing its channel hangs up on the service',
    requires: ['OPENHOST-4.2-11'],
    expects: 'refusal',
    control: 'openhost/4.2/passthrough',
    ports,
    async run(context) {
      const service = await context.openhost.service();
      const mark = service.mark();
      const { wire } = await open(context, `/live?${mark}`);
      wire.close();
      const tunnel = await service.tunnelAfter(mark, context.openhost.patience);
      context.expect.equal('the connection to the service', tunnel, 'closed');
    },
  }),
  defineCase({
    id: 'openhost/4.2/client-leaves',
    title: 'the client ending its connection hangs up on the service',
    requires: ['OPENHOST-4.2-11'],
    level: 'should',
    why: 'Browsers close connections more often than channels: the service holds a socket for each of them (OPENHOST-S11).',
    expects: 'refusal',
    control: 'openhost/4.2/passthrough',
    ports,
    async run(context) {
      const service = await context.openhost.service();
      const mark = service.mark();
      const { wire } = await open(context, `/live?${mark}`);
      await wire.disconnect();
      const tunnel = await service.tunnelAfter(mark, context.openhost.patience);
      context.expect.equal('the connection to the service', tunnel, 'closed');
    },
  }),
  defineCase({
    id: 'openhost/4.2/error',
    title: 'an ERROR of the client in a tunnel ends both halves',
    requires: ['OPENHOST-4.2-11', 'OPENHOST-4-3'],
    level: 'should',
    expects: 'refusal',
    control: 'openhost/4.2/passthrough',
    ports,
    async run(context) {
      const service = await context.openhost.service();
      const mark = service.mark();
      const { wire } = await open(context, `/live?${mark}`);
      await wire.send(T.ERROR, bytes('enough'));
      await expectEnd(context, wire);
      const tunnel = await service.tunnelAfter(mark, context.openhost.patience);
      context.expect.equal('the connection to the service', tunnel, 'closed');
    },
  }),
  defineCase({
    id: 'openhost/4.2/pong-ignored',
    title: 'a PONG in a tunnel changes nothing',
    requires: ['OPENHOST-4.2-14'],
    expects: 'service',
    ports,
    async run(context) {
      const { wire } = await open(context);
      await wire.send(T.PONG);
      await wire.send(T.WS_FRAME, bytes('on'), 5);
      await expectFrame(context, wire, T.WS_FRAME, 'the tunnel goes on');
    },
  }),
  defineCase({
    id: 'openhost/4.2/legacy-frame',
    title: 'WS_FRAME in the shape of before v2 passes too',
    requires: ['OPENHOST-4-2', 'OPENHOST-4.2-10'],
    expects: 'service',
    ports,
    async run(context) {
      const { wire } = await open(context);
      await wire.raw(encodeLegacy({ type: T.WS_FRAME, payload: bytes('old') }));
      await expectFrame(context, wire, T.WS_FRAME, 'the bytes come back');
    },
  }),
  defineCase({
    id: 'openhost/4.2/ping',
    title: 'PING is answered in a tunnel',
    requires: ['OPENHOST-4.2-14'],
    expects: 'service',
    ports,
    async run(context) {
      const { wire } = await open(context);
      await wire.send(T.PING);
      await expectFrame(context, wire, T.PONG);
    },
  }),
  illegal('request-head', T.REQUEST_HEAD, headOf({ target: '/' }), ['OPENHOST-4.2-12']),
  illegal('request-end', T.REQUEST_END, new Uint8Array(0), ['OPENHOST-4.2-12']),
  illegal('request-body', T.REQUEST_BODY, bytes('x'), ['OPENHOST-4.2-12']),
  illegal('response-head', T.RESPONSE_HEAD, bytes('HTTP/1.1 200 OK\r\n\r\n'), ['OPENHOST-4.2-12']),
  illegal('response-end', T.RESPONSE_END, new Uint8Array(0), ['OPENHOST-4.2-12']),
  illegal('response-body', T.RESPONSE_BODY, bytes('x'), ['OPENHOST-4.2-12']),
  illegal('ws-upgrade', T.WS_UPGRADE, bytes('x'), ['OPENHOST-4.2-12']),
  illegal('auth-client', T.AUTH_CLIENT, new Uint8Array(96), ['OPENHOST-4.2-13']),
  illegal('auth-nonce', T.AUTH_NONCE, new Uint8Array(32), ['OPENHOST-4.2-13']),
  illegal('auth-host', T.AUTH_HOST, new Uint8Array(64), ['OPENHOST-4.2-13']),
];
