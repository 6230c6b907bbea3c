/** Frames of every type before a request has ended, and while the daemon waits for its response. */
import { utf8 } from '../../reference/bytes/text.js';
import { type Frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import { type DaemonGrounds, daemonCase } from './daemon_case.js';
import { endsChannel } from './ends_channel.js';
import { headOf, requestBytes, response, tornDown } from './exchange.js';
import { expectEnd, expectFrame, shown, shownFrames } from './heard.js';
import type { DaemonContext, Wire } from './port.js';
import { type FrameName, frameOf, slugOf } from './typical_frames.js';
import { REBOUND, RESERVED_UPGRADE, SMUGGLED, TIMEOUT, WRONG_SENDER } from './whys.js';

const nothing = new Uint8Array(0);

/** Sends a REQUEST_HEAD without its REQUEST_END on a channel of its own. */
async function halfAsked({ openhost }: DaemonContext): Promise<Wire> {
  const wire = await openhost.bound('own');
  await wire.send(T.REQUEST_HEAD, headOf({ method: 'POST', target: '/half' }), 1);
  return wire;
}

/** Sends a request that the service takes a second to answer. */
async function slowlyAnswered({ openhost }: DaemonContext): Promise<Wire> {
  await openhost.service();
  const wire = await openhost.bound('own');
  await wire.raw(requestBytes({ target: '/slow', id: 1 }));
  return wire;
}

/** Sends a REQUEST_HEAD and one REQUEST_BODY without the REQUEST_END. */
async function halfSent(context: DaemonContext): Promise<Wire> {
  const wire = await halfAsked(context);
  await wire.send(T.REQUEST_BODY, utf8('half of it'), 1);
  return wire;
}

const endsIn =
  (state: string, place: string, enter: (context: DaemonContext) => Promise<Wire>, control: string) =>
  (name: FrameName, grounds: DaemonGrounds, payload?: Uint8Array): Case =>
    endsChannel(
      {
        ...grounds,
        id: `openhost/4/${state}-${slugOf(name)}`,
        sent: `${name} ${place}`,
        control: `openhost/4/${control}`,
      },
      frameOf(name, payload),
      enter,
    );
const amid = endsIn('mid-request', 'after REQUEST_HEAD', halfAsked, 'mid-request-ping');
const amidBody = endsIn('mid-body', 'after REQUEST_BODY', halfSent, 'mid-request-ping');
const amidAnswer = endsIn(
  'while-answered',
  'while the service prepares its response',
  slowlyAnswered,
  'ping-while-answered',
);

const order = ['OPENHOST-4.1-6', 'OPENHOST-4-15'];
/** Clauses for types that only daemons send, or that have no place in a request. */
const unimplemented = [...order, 'OPENHOST-5-1'];
const smuggled: DaemonGrounds = { why: SMUGGLED, requires: order };
const wrongSender: DaemonGrounds = { why: WRONG_SENDER, requires: unimplemented };
const rebound: DaemonGrounds = { why: REBOUND, requires: ['OPENHOST-4-16', 'OPENHOST-5-1'] };

/** Frames that no client sends after the binding and outside a tunnel. */
const never: readonly (readonly [FrameName, DaemonGrounds])[] = [
  ['RESPONSE_HEAD', wrongSender],
  ['RESPONSE_BODY', wrongSender],
  ['RESPONSE_END', wrongSender],
  ['WS_UPGRADE', { why: RESERVED_UPGRADE, requires: ['OPENHOST-4-19'] }],
  ['WS_FRAME', { why: RESERVED_UPGRADE, requires: unimplemented }],
  ['AUTH_NONCE', rebound],
  ['AUTH_CLIENT', rebound],
  ['AUTH_HOST', rebound],
];
const again = utf8('GET /again HTTP/1.1\r\nHost: x\r\n\r\n');

export const frameStates: readonly Case[] = [
  amid('REQUEST_HEAD', smuggled, again),
  amidBody('REQUEST_HEAD', smuggled, again),
  daemonCase({
    id: 'openhost/4/mid-request-same-head',
    title: 'a repeated REQUEST_HEAD ends the channel, and no request reaches the service',
    ...smuggled,
    expects: 'refusal',
    control: 'openhost/4/mid-request-ping',
    async run(context) {
      const service = await context.openhost.service();
      const mark = service.mark();
      const wire = await context.openhost.bound('own');
      const head = headOf({ target: `/${mark}` });
      for (const _ of ['once', 'twice']) await wire.send(T.REQUEST_HEAD, head, 1);
      await wire.send(T.REQUEST_END, nothing, 1);
      await tornDown(context, wire);
      context.expect.equal('requests that reach the service', service.seen(mark).length, 0);
    },
  }),
  amidAnswer('REQUEST_BODY', smuggled),
  amidAnswer('REQUEST_END', smuggled),
  ...[amid, amidAnswer].flatMap((ends) => never.map(([name, grounds]) => ends(name, grounds))),
  ...(['AUTH_NONCE', 'AUTH_HOST'] as const).map((name) =>
    endsChannel(
      {
        ...rebound,
        id: `openhost/4/unexpected-${slugOf(name)}`,
        sent: `${name} after the binding`,
        control: 'openhost/4/ping',
      },
      frameOf(name, new Uint8Array(name === 'AUTH_NONCE' ? 32 : 64), 0),
    ),
  ),
  daemonCase({
    id: 'openhost/4/mid-request-ping',
    title: 'PING and PONG between the frames of a request do not change the request',
    why: 'An upload fails whenever a keep-alive falls into it.',
    requires: ['OPENHOST-4-18', 'OPENHOST-4-15'],
    expects: 'service',
    async run(context) {
      const wire = await halfAsked(context);
      await wire.send(T.PONG);
      await wire.send(T.PING);
      await expectFrame(context, wire, T.PONG);
      await wire.send(T.REQUEST_END, nothing, 1);
      await response(context, wire);
    },
  }),
  daemonCase({
    id: 'openhost/4/mid-request-error',
    title: 'an ERROR after REQUEST_HEAD ends the channel, and no request reaches the service',
    why: 'The service acts on a request that the client has cancelled.',
    requires: ['OPENHOST-4-3', 'OPENHOST-4-15'],
    level: 'should',
    expects: 'refusal',
    control: 'openhost/4/mid-request-ping',
    async run(context) {
      const { openhost, expect } = context;
      const service = await openhost.service();
      const mark = service.mark();
      const wire = await openhost.bound('own');
      await wire.send(T.REQUEST_HEAD, headOf({ target: `/${mark}` }), 1);
      await wire.send(T.ERROR, utf8('enough'));
      await wire.send(T.REQUEST_END, nothing, 1);
      expect.equal('frames after the ERROR', (await expectEnd(context, wire)).length, 0);
      expect.equal('requests that reach the service', service.seen(mark).length, 0);
    },
  }),
  daemonCase({
    id: 'openhost/4/while-answered-error',
    title: 'an ERROR while the service prepares its response ends the channel without a response',
    why: 'The daemon sends a long response to a client that has given up.',
    requires: ['OPENHOST-4-3', 'OPENHOST-4-15'],
    level: 'should',
    expects: 'refusal',
    control: 'openhost/4/ping-while-answered',
    async run(context) {
      const wire = await slowlyAnswered(context);
      await wire.send(T.ERROR, utf8('enough'));
      context.expect.equal('frames after the ERROR', (await expectEnd(context, wire)).length, 0);
    },
  }),
  daemonCase({
    id: 'openhost/4/ping-while-answered',
    title: 'a PING while the service is slow gets a PONG, and the request gets its response',
    why: TIMEOUT,
    requires: ['OPENHOST-4-18', 'OPENHOST-4-15'],
    expects: 'service',
    async run(context) {
      const { expect } = context;
      const wire = await slowlyAnswered(context);
      await wire.send(T.PING);
      const frames: Frame[] = [];
      const has = (wanted: number) => frames.some(({ type }) => type === wanted);
      while (!has(T.PONG) || !has(T.RESPONSE_END)) {
        const one = await wire.next();
        expect.that(
          'the daemon sends PONG and the response',
          typeof one === 'object' && one.type !== T.ERROR,
          {
            expected: has(T.PONG) ? 'the response' : 'PONG',
            observed: `${shown(one, wire)} after ${shownFrames(frames)}`,
          },
        );
        frames.push(one as Frame);
      }
      const rest = frames.filter(({ type }) => type !== T.PONG);
      const isWhole = rest[0]?.type === T.RESPONSE_HEAD && rest.at(-1)?.type === T.RESPONSE_END;
      expect.that('the response is complete', isWhole, {
        expected: 'RESPONSE_HEAD first and RESPONSE_END last',
        observed: shownFrames(rest),
      });
    },
  }),
];
