import { concat } from '../../reference/bytes/writer.js';
import { encodeLegacy, frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { daemonCase } from './daemon_case.js';
import { headOf, requestBytes, requestOver, response } from './exchange.js';
import { expectEnd, expectFrame, isFrame, shown } from './heard.js';
import { SPLIT, TIMEOUT } from './whys.js';

const nothing = new Uint8Array(0);

export const frames = [
  daemonCase({
    id: 'openhost/4/ping',
    title: 'a PING gets an empty PONG with request_id 0',
    why: TIMEOUT,
    requires: ['OPENHOST-4-18', 'OPENHOST-4-6'],
    expects: 'service',
    async run(context) {
      const { expect } = context;
      const wire = await context.openhost.bound();
      await wire.send(T.PING, nothing, 0);
      const { payload, requestId } = await expectFrame(context, wire, T.PONG);
      expect.equal('length of PONG in bytes', payload.length, 0);
      expect.equal('request_id of PONG', requestId, 0);
    },
  }),
  daemonCase({
    id: 'openhost/4/pong-ignored',
    title: 'a PONG without a PING is ignored',
    why: 'A late PONG, which any busy connection has, ends the page that it loads.',
    requires: ['OPENHOST-4-18'],
    expects: 'service',
    async run(context) {
      const wire = await context.openhost.bound();
      await wire.send(T.PONG);
      await wire.send(T.PING);
      await expectFrame(context, wire, T.PONG, 'the daemon answers the next PING');
    },
  }),
  daemonCase({
    id: 'openhost/4/error-ends',
    title: 'an ERROR of the client ends the channel without another frame',
    why: 'The daemon keeps the channels of clients that have given up, until it runs out of memory.',
    requires: ['OPENHOST-4-3'],
    level: 'should',
    expects: 'refusal',
    control: 'openhost/4/ping',
    async run(context) {
      const wire = await context.openhost.bound('own');
      await wire.send(T.ERROR, new TextEncoder().encode('enough'));
      context.expect.equal('frames after the ERROR', (await expectEnd(context, wire)).length, 0);
    },
  }),
  daemonCase({
    id: 'openhost/4/v2-only',
    title: 'the daemon sends version 2 frames only',
    why: 'Clients of today cannot read version 1 frames, and show no page.',
    requires: ['OPENHOST-4-1', 'OPENHOST-4-8', 'OPENHOST-4-10'],
    expects: 'service',
    async run(context) {
      const wire = await context.openhost.bound();
      await requestOver(context, wire, { target: '/anything', id: 1 });
      context.expect.equal('number of version 1 frames from the daemon', wire.legacy, 0);
    },
  }),
  daemonCase({
    id: 'openhost/4/legacy-frames',
    title: 'a request of a version 1 REQUEST_HEAD and a version 2 REQUEST_END gets a response',
    why: 'Clients that were built before version 2 of the frames cannot use the host.',
    requires: ['OPENHOST-4-2', 'OPENHOST-4-9'],
    expects: 'service',
    async run(context) {
      const wire = await context.openhost.bound();
      await wire.raw(encodeLegacy({ type: T.REQUEST_HEAD, payload: headOf({ target: '/v1' }) }));
      await wire.raw(frame.encode({ type: T.REQUEST_END, requestId: 0, payload: nothing }));
      const { ids } = await response(context, wire);
      context.expect.equal('request_id of the response', ids, [0]);
    },
  }),
  daemonCase({
    id: 'openhost/4/byte-by-byte',
    title: 'a request that is sent byte by byte gets a response',
    why: SPLIT,
    requires: ['OPENHOST-4-13'],
    expects: 'service',
    async run(context) {
      const wire = await context.openhost.bound();
      for (const byte of requestBytes({ target: '/cut', id: 1 })) await wire.raw(Uint8Array.of(byte));
      await response(context, wire);
    },
  }),
  daemonCase({
    id: 'openhost/4/joined',
    title: 'several frames in one message get their answers in order',
    why: SPLIT,
    requires: ['OPENHOST-4-13'],
    expects: 'service',
    async run(context) {
      const wire = await context.openhost.bound();
      await wire.raw(
        concat(
          frame.encode({ type: T.PING, requestId: 0, payload: nothing }),
          requestBytes({ target: '/joined', id: 1 }),
        ),
      );
      await expectFrame(context, wire, T.PONG, 'the daemon sends PONG first');
      await response(context, wire);
    },
  }),
  daemonCase({
    id: 'openhost/4/partial-is-no-error',
    title: 'a frame that is sent in two parts is read, and does not block another channel',
    why: SPLIT,
    requires: ['OPENHOST-4-13'],
    expects: 'service',
    async run(context) {
      const { openhost } = context;
      const wire = await openhost.bound();
      const ping = frame.encode({ type: T.PING, requestId: 0, payload: nothing });
      await wire.raw(ping.subarray(0, 7));
      const other = await openhost.bound();
      await other.send(T.PING);
      await expectFrame(context, other, T.PONG, 'another channel gets PONG meanwhile');
      await wire.raw(ping.subarray(7));
      await expectFrame(context, wire, T.PONG, 'the daemon answers the PING when it is complete');
    },
  }),
  daemonCase({
    id: 'openhost/4/response-id',
    title: 'each frame of a response has the request_id of its request',
    why: 'A client with two requests shows the response of one as that of the other.',
    requires: ['OPENHOST-4-5'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    expects: 'service',
    async run(context) {
      const wire = await context.openhost.bound();
      const { ids } = await requestOver(context, wire, { target: '/seven', id: 7 });
      context.expect.equal('request_id of the response', ids, [7]);
    },
  }),
  daemonCase({
    id: 'openhost/4/interleaved',
    title: 'two requests with interleaved frames each reach the service with their own body',
    why: 'Two uploads at once are mixed up, or one of them is lost.',
    requires: ['OPENHOST-4-4', 'OPENHOST-4-5'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    expects: 'service',
    async run(context) {
      const { openhost, expect } = context;
      const service = await openhost.service();
      const [a, b] = [service.mark(), service.mark()];
      const wire = await openhost.bound();
      const body = (letter: string) => new TextEncoder().encode(letter.repeat(1000));
      await wire.send(T.REQUEST_HEAD, headOf({ method: 'POST', target: `/${a}` }), 1);
      await wire.send(T.REQUEST_HEAD, headOf({ method: 'POST', target: `/${b}` }), 2);
      await wire.send(T.REQUEST_BODY, body('a'), 1);
      await wire.send(T.REQUEST_BODY, body('b'), 2);
      await wire.send(T.REQUEST_END, nothing, 2);
      await wire.send(T.REQUEST_END, nothing, 1);
      const ended = new Set<number>();
      while (ended.size < 2) {
        const one = await wire.next();
        expect.that('the daemon sends both responses', typeof one === 'object' && one.type !== T.ERROR, {
          expected: `${2 - ended.size} more RESPONSE_END`,
          observed: shown(one, wire),
        });
        if (isFrame(one, T.RESPONSE_END)) ended.add(one.requestId);
      }
      const bodies = [a, b].map((mark) => new TextDecoder().decode(service.seen(mark)[0]?.body));
      expect.equal(
        'start and length of the bodies at the service',
        bodies.map((one) => one.slice(0, 3) + one.length),
        ['aaa1000', 'bbb1000'],
      );
    },
  }),
];
