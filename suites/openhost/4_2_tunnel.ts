/** What passes through an open WebSocket tunnel, and what ends it. */
import { fromUtf8, utf8 } from '../../reference/bytes/text.js';
import { concat } from '../../reference/bytes/writer.js';
import { encodeLegacy, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import { daemonCase } from './daemon_case.js';
import { endsChannel } from './ends_channel.js';
import { headOf } from './exchange.js';
import { expectEnd, expectFrame } from './heard.js';
import type { DaemonContext, Wire } from './port.js';
import { type FrameName, frameOf, slugOf } from './typical_frames.js';
import { GREETING, GREETS, open } from './upgrade.js';

const BROKEN_TUNNEL = 'Chats and live views stop with a message that the application cannot read.';
const LEAKED = 'The daemon keeps a socket for each page that was ever open, until it can open no more.';
const SMUGGLED = 'A client sends HTTP frames into an upgraded connection, past every rule for requests.';

const http = ['OPENHOST-4.2-12'];
const auth = ['OPENHOST-4.2-13'];

const illegal = (name: FrameName, requires: readonly string[], payload: Uint8Array, why = SMUGGLED): Case =>
  endsChannel(
    {
      id: `openhost/4.2/tunnel-${slugOf(name)}`,
      sent: `${name} in a WebSocket tunnel`,
      why,
      requires,
      control: 'openhost/4.2/passthrough',
    },
    frameOf(name, payload, 5),
    async (context) => (await open(context)).wire,
  );

/** The service sees its connection end after what the client does in an open tunnel. */
const closesService =
  (end: (context: DaemonContext, wire: Wire) => unknown) =>
  async (context: DaemonContext): Promise<void> => {
    const service = await context.openhost.service();
    const mark = service.mark();
    const { wire } = await open(context, `/live?${mark}`);
    await end(context, wire);
    const tunnel = await service.tunnelAfter(mark, context.openhost.patience);
    context.expect.equal('the connection to the service', tunnel, 'closed');
  };

export const tunnel = [
  daemonCase({
    id: 'openhost/4.2/passthrough',
    title: 'bytes pass through a tunnel unchanged in both directions',
    why: BROKEN_TUNNEL,
    requires: ['OPENHOST-4.2-10'],
    expects: 'service',
    async run(context) {
      const { wire } = await open(context);
      const sent = concat(Uint8Array.of(0x82, 0x00, 0xff), new Uint8Array(40_000).fill(0xa5), utf8('end'));
      await wire.send(T.WS_FRAME, sent.subarray(0, 1), 5);
      await wire.send(T.WS_FRAME, sent.subarray(1), 5);
      let back = new Uint8Array(0);
      while (back.length < sent.length) {
        const { payload } = await expectFrame(
          context,
          wire,
          T.WS_FRAME,
          'the daemon sends the bytes as WS_FRAME',
        );
        back = new Uint8Array(concat(back, payload));
      }
      const changed = back.findIndex((byte, i) => byte !== sent[i]);
      context.expect.that('the bytes that come back', changed === -1 && back.length === sent.length, {
        expected: `the ${sent.length} bytes that were sent`,
        observed: `${back.length} bytes, ${changed === -1 ? 'all as sent' : `changed at ${changed}`}`,
      });
    },
  }),
  daemonCase({
    id: 'openhost/4.2/greeting',
    title: 'bytes that the service sends together with its 101 reach the client',
    why: 'The first message of the service is lost, and the client waits for it for ever.',
    requires: ['OPENHOST-4.2-10'],
    expects: 'service',
    async run(context) {
      const { wire } = await open(context, `/live?${GREETS}`);
      let got = '';
      while (got.length < GREETING.length) {
        const what = 'the daemon sends the greeting of the service as WS_FRAME';
        got += fromUtf8((await expectFrame(context, wire, T.WS_FRAME, what)).payload);
      }
      context.expect.equal('the greeting', got, GREETING);
    },
  }),
  daemonCase({
    id: 'openhost/4.2/service-closes',
    title: 'the channel closes when the service closes its connection',
    why: 'The page shows a live connection that is long dead.',
    requires: ['OPENHOST-4.2-11'],
    expects: 'refusal',
    control: 'openhost/4.2/passthrough',
    async run(context) {
      const { wire } = await open(context);
      await wire.send(T.WS_FRAME, utf8('!'), 5);
      await expectEnd(context, wire);
    },
  }),
  daemonCase({
    id: 'openhost/4.2/client-closes',
    title: 'the connection to the service closes when the client closes its channel',
    why: LEAKED,
    requires: ['OPENHOST-4.2-11'],
    expects: 'refusal',
    control: 'openhost/4.2/passthrough',
    run: closesService((_context, wire) => wire.close()),
  }),
  daemonCase({
    id: 'openhost/4.2/client-leaves',
    title: 'the connection to the service closes when the client ends its connection',
    why: 'Browsers end connections more often than channels, and the daemon keeps a socket to the service for each (OPENHOST-S11).',
    requires: ['OPENHOST-4.2-11'],
    level: 'should',
    expects: 'refusal',
    control: 'openhost/4.2/passthrough',
    run: closesService((_context, wire) => wire.disconnect()),
  }),
  daemonCase({
    id: 'openhost/4.2/error',
    title: 'an ERROR of the client in a tunnel closes the channel and the connection to the service',
    why: LEAKED,
    requires: ['OPENHOST-4.2-11', 'OPENHOST-4-3'],
    level: 'should',
    expects: 'refusal',
    control: 'openhost/4.2/passthrough',
    run: closesService(async (context, wire) => {
      await wire.send(T.ERROR, utf8('enough'));
      await expectEnd(context, wire);
    }),
  }),
  daemonCase({
    id: 'openhost/4.2/pong-ignored',
    title: 'a PONG in a tunnel is ignored',
    why: BROKEN_TUNNEL,
    requires: ['OPENHOST-4.2-14'],
    expects: 'service',
    async run(context) {
      const { wire } = await open(context);
      await wire.send(T.PONG);
      await wire.send(T.WS_FRAME, utf8('on'), 5);
      await expectFrame(context, wire, T.WS_FRAME, 'the tunnel still returns bytes');
    },
  }),
  daemonCase({
    id: 'openhost/4.2/legacy-frame',
    title: 'a version 1 WS_FRAME passes through a tunnel',
    why: 'Clients that were built before version 2 of the frames lose their live views.',
    requires: ['OPENHOST-4-2', 'OPENHOST-4.2-10'],
    expects: 'service',
    async run(context) {
      // A version 1 frame has request_id 0, so it belongs to no tunnel with another request_id.
      const { wire } = await open(context, '/live', { id: 0 });
      await wire.raw(encodeLegacy({ type: T.WS_FRAME, payload: utf8('old') }));
      await expectFrame(context, wire, T.WS_FRAME, 'the tunnel returns the bytes');
    },
  }),
  daemonCase({
    id: 'openhost/4.2/ping',
    title: 'a PING in a tunnel gets a PONG',
    why: 'Clients take an idle tunnel for a dead one and connect again and again.',
    requires: ['OPENHOST-4.2-14'],
    expects: 'service',
    async run(context) {
      const { wire } = await open(context);
      await wire.send(T.PING);
      await expectFrame(context, wire, T.PONG);
    },
  }),
  illegal('REQUEST_HEAD', http, headOf({ target: '/' })),
  illegal('REQUEST_END', http, new Uint8Array(0)),
  illegal('REQUEST_BODY', http, utf8('x')),
  illegal('RESPONSE_HEAD', http, utf8('HTTP/1.1 200 OK\r\n\r\n')),
  illegal('RESPONSE_END', http, new Uint8Array(0)),
  illegal('RESPONSE_BODY', http, utf8('x')),
  illegal('WS_UPGRADE', http, utf8('x')),
  illegal(
    'AUTH_CLIENT',
    auth,
    new Uint8Array(96),
    'A client changes its identity inside a tunnel, and the access log names the wrong one.',
  ),
  illegal('AUTH_NONCE', auth, new Uint8Array(32)),
  illegal('AUTH_HOST', auth, new Uint8Array(64)),
];
