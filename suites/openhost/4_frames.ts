import { concat, Writer } from '../../reference/bytes/writer.js';
import { encodeLegacy, frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { headOf, requestBytes, requestOver, response, tornDown } from './exchange.js';
import { expectEnd, expectFrame, isFrame, nameOf, shown } from './heard.js';

const ports = ['openhost'] as const;
const nothing = new Uint8Array(0);
const v2 = (type: number, length: number, payload = nothing) =>
  new Writer().u8(0).u8(type).u32be(0).u32be(length).put(payload).finish();

/** Sends these bytes on a bound channel. The daemon has to end it with ERROR. */
const violation = (
  slug: string,
  title: string,
  requires: readonly string[],
  bytes: Uint8Array,
  /** The case of the nearest valid frames. */
  control: 'ping' | 'v2-only' | 'legacy-frames',
): Case =>
  defineCase({
    id: `openhost/4/${slug}`,
    title,
    requires,
    expects: 'refusal',
    control: `openhost/4/${control}`,
    ports,
    async run(context) {
      const wire = await context.openhost.bound('own');
      await wire.raw(bytes);
      await tornDown(context, wire);
    },
  });

const reserved = [0x00, 0x04, 0x10, 0x14, 0x22, 0x33, 0x7f, 0xf1, 0xfd];
const wrongPlace = [
  ['request-body', T.REQUEST_BODY, 'x'],
  ['request-end', T.REQUEST_END, ''],
  ['response-head', T.RESPONSE_HEAD, 'HTTP/1.1 200 OK\r\n\r\n'],
  ['response-body', T.RESPONSE_BODY, 'x'],
  ['response-end', T.RESPONSE_END, ''],
  ['ws-frame', T.WS_FRAME, 'x'],
] as const;

export const frames = [
  ...reserved.map((type) =>
    violation(
      `reserved-${type.toString(16).padStart(2, '0')}`,
      `a frame of reserved type 0x${type.toString(16).padStart(2, '0')} ends the channel with ERROR`,
      ['OPENHOST-4-3', 'OPENHOST-5-1', 'OPENHOST-5-3'],
      v2(type, 0),
      'ping',
    ),
  ),
  violation(
    'reserved-v1',
    'a version 1 frame of reserved type 0x44 ends the channel with ERROR',
    ['OPENHOST-4-3', 'OPENHOST-4-9'],
    concat(Uint8Array.of(0x44), new Uint8Array(4)),
    'legacy-frames',
  ),
  violation(
    'oversize',
    'a frame header with length 2^24 ends the channel with ERROR',
    ['OPENHOST-4-11', 'OPENHOST-5-1'],
    v2(T.REQUEST_BODY, 2 ** 24),
    'v2-only',
  ),
  violation(
    'oversize-4gib',
    'a frame header with length 2^32-1 ends the channel with ERROR',
    ['OPENHOST-4-11', 'OPENHOST-5-1'],
    v2(T.REQUEST_HEAD, 2 ** 32 - 1),
    'v2-only',
  ),
  violation(
    'oversize-v1',
    'a version 1 frame header with length 2^32-1 ends the channel with ERROR',
    ['OPENHOST-4-11', 'OPENHOST-4-9'],
    Uint8Array.of(T.REQUEST_HEAD, 0xff, 0xff, 0xff, 0xff),
    'legacy-frames',
  ),
  violation(
    'ping-payload',
    'a PING with a payload ends the channel with ERROR',
    ['OPENHOST-4-12'],
    v2(T.PING, 1, Uint8Array.of(1)),
    'ping',
  ),
  violation(
    'end-payload',
    'a REQUEST_END with a payload ends the channel with ERROR',
    ['OPENHOST-4-12'],
    concat(
      frame.encode({ type: T.REQUEST_HEAD, requestId: 0, payload: headOf({ target: '/end' }) }),
      v2(T.REQUEST_END, 1, Uint8Array.of(1)),
    ),
    'v2-only',
  ),
  ...wrongPlace.map(([slug, type, payload]) =>
    violation(
      `unexpected-${slug}`,
      `${nameOf(type)} without a request ends the channel with ERROR`,
      ['OPENHOST-4.1-6', 'OPENHOST-4-15', ...(type < T.RESPONSE_HEAD ? [] : ['OPENHOST-5-1'])],
      frame.encode({ type, requestId: 1, payload: new TextEncoder().encode(payload) }),
      'v2-only',
    ),
  ),
  violation(
    'ws-upgrade',
    'WS_UPGRADE ends the channel with ERROR',
    ['OPENHOST-4-19'],
    frame.encode({ type: T.WS_UPGRADE, requestId: 1, payload: headOf({ target: '/live' }) }),
    'v2-only',
  ),
  defineCase({
    id: 'openhost/4/ping',
    title: 'a PING gets an empty PONG with request_id 0',
    requires: ['OPENHOST-4-18', 'OPENHOST-4-6'],
    expects: 'service',
    ports,
    async run(context) {
      const { expect } = context;
      const wire = await context.openhost.bound();
      await wire.send(T.PING, nothing, 0);
      const { payload, requestId } = await expectFrame(context, wire, T.PONG);
      expect.equal('length of PONG in bytes', payload.length, 0);
      expect.equal('request_id of PONG', requestId, 0);
    },
  }),
  defineCase({
    id: 'openhost/4/pong-ignored',
    title: 'a PONG without a PING is ignored',
    requires: ['OPENHOST-4-18'],
    expects: 'service',
    ports,
    async run(context) {
      const wire = await context.openhost.bound();
      await wire.send(T.PONG);
      await wire.send(T.PING);
      await expectFrame(context, wire, T.PONG, 'the daemon answers the next PING');
    },
  }),
  defineCase({
    id: 'openhost/4/error-ends',
    title: 'an ERROR of the client ends the channel without another frame',
    requires: ['OPENHOST-4-3'],
    level: 'should',
    expects: 'refusal',
    control: 'openhost/4/ping',
    ports,
    async run(context) {
      const wire = await context.openhost.bound('own');
      await wire.send(T.ERROR, new TextEncoder().encode('enough'));
      context.expect.equal('frames after the ERROR', (await expectEnd(context, wire)).length, 0);
    },
  }),
  defineCase({
    id: 'openhost/4/v2-only',
    title: 'the daemon sends version 2 frames only',
    requires: ['OPENHOST-4-1', 'OPENHOST-4-8', 'OPENHOST-4-10'],
    expects: 'service',
    ports,
    async run(context) {
      const wire = await context.openhost.bound();
      await requestOver(context, wire, { target: '/anything', id: 1 });
      context.expect.equal('number of version 1 frames from the daemon', wire.legacy, 0);
    },
  }),
  defineCase({
    id: 'openhost/4/legacy-frames',
    title: 'a request of a version 1 REQUEST_HEAD and a version 2 REQUEST_END gets a response',
    requires: ['OPENHOST-4-2', 'OPENHOST-4-9'],
    expects: 'service',
    ports,
    async run(context) {
      const wire = await context.openhost.bound();
      await wire.raw(encodeLegacy({ type: T.REQUEST_HEAD, payload: headOf({ target: '/v1' }) }));
      await wire.raw(frame.encode({ type: T.REQUEST_END, requestId: 0, payload: nothing }));
      const { ids } = await response(context, wire);
      context.expect.equal('request_id of the response', ids, [0]);
    },
  }),
  defineCase({
    id: 'openhost/4/byte-by-byte',
    title: 'a request that is sent byte by byte gets a response',
    requires: ['OPENHOST-4-13'],
    expects: 'service',
    ports,
    async run(context) {
      const wire = await context.openhost.bound();
      for (const byte of requestBytes({ target: '/cut', id: 1 })) await wire.raw(Uint8Array.of(byte));
      await response(context, wire);
    },
  }),
  defineCase({
    id: 'openhost/4/joined',
    title: 'several frames in one message get their answers in order',
    requires: ['OPENHOST-4-13'],
    expects: 'service',
    ports,
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
  defineCase({
    id: 'openhost/4/partial-is-no-error',
    title: 'a frame that is sent in two parts is read, and does not block another channel',
    requires: ['OPENHOST-4-13'],
    expects: 'service',
    ports,
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
  defineCase({
    id: 'openhost/4/response-id',
    title: 'each frame of a response has the request_id of its request',
    requires: ['OPENHOST-4-5'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    expects: 'service',
    ports,
    async run(context) {
      const wire = await context.openhost.bound();
      const { ids } = await requestOver(context, wire, { target: '/seven', id: 7 });
      context.expect.equal('request_id of the response', ids, [7]);
    },
  }),
  defineCase({
    id: 'openhost/4/interleaved',
    title: 'two requests with interleaved frames each reach the service with their own body',
    requires: ['OPENHOST-4-4', 'OPENHOST-4-5'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    expects: 'service',
    ports,
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
