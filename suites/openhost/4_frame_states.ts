/** Frames of every type before a request has ended, and while the daemon waits for its response. */
import { frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import { daemonCase } from './daemon_case.js';
import { endsChannel } from './ends_channel.js';
import { headOf, requestBytes, response, tornDown } from './exchange.js';
import { expectEnd, expectFrame, nameOf, shown, shownFrames } from './heard.js';
import type { Given, HeardFrame, Wire } from './port.js';
import { REBOUND, RESERVED_UPGRADE, SMUGGLED, TIMEOUT, WRONG_SENDER } from './whys.js';

const nothing = new Uint8Array(0);
const bytes = (text: string) => new TextEncoder().encode(text);

/** Sends a REQUEST_HEAD without its REQUEST_END on a channel of its own. */
async function halfAsked({ openhost }: Given): Promise<Wire> {
  const wire = await openhost.bound('own');
  await wire.send(T.REQUEST_HEAD, headOf({ method: 'POST', target: '/half' }), 1);
  return wire;
}

/** Sends a request that the service takes a second to answer. */
async function slowlyAnswered({ openhost }: Given): Promise<Wire> {
  await openhost.service();
  const wire = await openhost.bound('own');
  await wire.raw(requestBytes({ target: '/slow', id: 1 }));
  return wire;
}

/** Sends a REQUEST_HEAD and one REQUEST_BODY without the REQUEST_END. */
async function halfSent(context: Given): Promise<Wire> {
  const wire = await halfAsked(context);
  await wire.send(T.REQUEST_BODY, bytes('half of it'), 1);
  return wire;
}

const refusedIn =
  (state: string, place: string, enter: (context: Given) => Promise<Wire>, control: string) =>
  (slug: string, why: string, type: number, payload: string, requires: readonly string[]): Case =>
    endsChannel(
      {
        id: `openhost/4/${state}-${slug}`,
        title: `${nameOf(type)} ${place} ends the channel with ERROR`,
        why,
        requires,
        control,
      },
      frame.encode({ type, requestId: 1, payload: bytes(payload) }),
      enter,
    );
const amid = refusedIn('mid-request', 'after REQUEST_HEAD', halfAsked, 'openhost/4/mid-request-ping');
const amidBody = refusedIn('mid-body', 'after REQUEST_BODY', halfSent, 'openhost/4/mid-request-ping');
const amidAnswer = refusedIn(
  'while-answered',
  'while the service prepares its response',
  slowlyAnswered,
  'openhost/4/ping-while-answered',
);

const order = ['OPENHOST-4.1-6', 'OPENHOST-4-15'];
/** Clauses for types that only daemons send, or that have no place in a request. */
const unimplemented = [...order, 'OPENHOST-5-1'];
const auth = ['OPENHOST-4-16', 'OPENHOST-5-1'];

/** Frames that no client sends after the binding and outside a tunnel. */
const never: readonly Parameters<typeof amid>[] = [
  ['response-head', WRONG_SENDER, T.RESPONSE_HEAD, 'HTTP/1.1 200 OK\r\n\r\n', unimplemented],
  ['response-body', WRONG_SENDER, T.RESPONSE_BODY, 'x', unimplemented],
  ['response-end', WRONG_SENDER, T.RESPONSE_END, '', unimplemented],
  ['ws-upgrade', RESERVED_UPGRADE, T.WS_UPGRADE, 'GET /live HTTP/1.1\r\n\r\n', ['OPENHOST-4-19']],
  ['ws-frame', RESERVED_UPGRADE, T.WS_FRAME, 'x', unimplemented],
  ['auth-nonce', REBOUND, T.AUTH_NONCE, 'x'.repeat(32), auth],
  ['auth-client', REBOUND, T.AUTH_CLIENT, 'x'.repeat(96), auth],
  ['auth-host', REBOUND, T.AUTH_HOST, 'x'.repeat(64), auth],
];

export const frameStates: readonly Case[] = [
  amid('request-head', SMUGGLED, T.REQUEST_HEAD, 'GET /again HTTP/1.1\r\nHost: x\r\n\r\n', order),
  amidBody('request-head', SMUGGLED, T.REQUEST_HEAD, 'GET /again HTTP/1.1\r\nHost: x\r\n\r\n', order),
  daemonCase({
    id: 'openhost/4/mid-request-same-head',
    title: 'a repeated REQUEST_HEAD ends the channel, and no request reaches the service',
    why: SMUGGLED,
    requires: order,
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
  amidAnswer('request-body', SMUGGLED, T.REQUEST_BODY, 'x', order),
  amidAnswer('request-end', SMUGGLED, T.REQUEST_END, '', order),
  ...[amid, amidAnswer].flatMap((refused) => never.map((frame) => refused(...frame))),
  ...(['AUTH_NONCE', 'AUTH_HOST'] as const).map((name) =>
    endsChannel(
      {
        id: `openhost/4/unexpected-${name.toLowerCase().replace('_', '-')}`,
        title: `${name} after the binding ends the channel with ERROR`,
        why: REBOUND,
        requires: auth,
        control: 'openhost/4/ping',
      },
      frame.encode({ type: T[name], requestId: 0, payload: new Uint8Array(name === 'AUTH_NONCE' ? 32 : 64) }),
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
      await wire.send(T.ERROR, bytes('enough'));
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
      await wire.send(T.ERROR, bytes('enough'));
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
      const frames: HeardFrame[] = [];
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
        frames.push(one as HeardFrame);
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
