/** Two models of a channel of a daemon: the order of the frames of requests, and a WebSocket tunnel. */
import { utf8 } from '../../reference/bytes/text.js';
import { frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Context } from '../../suites/model.js';
import {
  headOf,
  inMessages,
  requestBytes,
  requestOver,
  response,
  tornDown,
} from '../../suites/openhost/exchange.js';
import { expectEnd, expectFrame } from '../../suites/openhost/heard.js';
import type { DaemonContext, Service, Wire } from '../../suites/openhost/port.js';
import { type FrameName, typicalPayload } from '../../suites/openhost/typical_frames.js';
import { UPGRADE } from '../../suites/openhost/upgrade.js';
import type { FastCheck } from '../fuzz/grammar.js';
import { type Command, command, liveModel } from '../fuzz/live_model.js';

interface Channel {
  /** `asking`: a request has begun, and has not ended. */
  state: 'idle' | 'asking' | 'tunnel' | 'over';
}

interface Real {
  readonly context: Context;
  readonly service: Service;
  readonly wire: Wire;
  /** Of its tunnel. */
  mark: string;
}

type Step = Command<Channel, Real>;
type State = Channel['state'];

const isIn =
  (...states: readonly State[]) =>
  ({ state }: Readonly<Channel>): boolean =>
    states.includes(state);

const ID = 7;

const head = command<Channel, Real>('request head', isIn('idle'), async (model, { wire }) => {
  await wire.send(T.REQUEST_HEAD, headOf({ method: 'POST', target: '/model' }), ID);
  model.state = 'asking';
});

const body = (size: number): Step =>
  command(`request body of ${size}`, isIn('asking'), async (_model, { context, wire }) => {
    const payload = new Uint8Array(size).fill(0x61);
    await inMessages(context, wire, frame.encode({ type: T.REQUEST_BODY, requestId: ID, payload }));
  });

const finish = command<Channel, Real>('request end', isIn('asking'), async (model, { context, wire }) => {
  await wire.send(T.REQUEST_END, new Uint8Array(0), ID);
  const { status, ids } = await response(context, wire);
  context.expect.equal('the status of a request', status, 200);
  context.expect.equal('the request_id of its response', [...ids], [ID]);
  model.state = 'idle';
});

const whole = command<Channel, Real>('whole request', isIn('idle'), async (_model, { context, wire }) => {
  const { status } = await requestOver(context, wire, { target: '/model', id: ID });
  context.expect.equal('the status of a request', status, 200);
});

const ping = command<Channel, Real>(
  'ping',
  isIn('idle', 'asking', 'tunnel'),
  async (_model, { context, wire }) => {
    await wire.send(T.PING);
    await expectFrame(context, wire, T.PONG, 'PING is answered by PONG, and nothing comes before it');
  },
);

const pong = command<Channel, Real>('pong', isIn('idle', 'asking', 'tunnel'), async (_model, { wire }) =>
  wire.send(T.PONG),
);

const forbidden = (name: FrameName, ...states: readonly State[]): Step =>
  command(`${name} while ${states.join(' or ')}`, isIn(...states), async (model, { context, wire }) => {
    await wire.send(T[name], typicalPayload(name), ID);
    await tornDown(context, wire);
    model.state = 'over';
  });

/** The types that no client may send after the binding. */
const FORBIDDEN: readonly FrameName[] = [
  'RESPONSE_HEAD',
  'RESPONSE_BODY',
  'RESPONSE_END',
  'WS_UPGRADE',
  'AUTH_NONCE',
  'AUTH_CLIENT',
  'AUTH_HOST',
];

const never = (...states: readonly State[]): readonly Step[] =>
  FORBIDDEN.map((name) => forbidden(name, ...states));

const upgrade = command<Channel, Real>('upgrade', isIn('idle'), async (model, real) => {
  real.mark = real.service.mark();
  await real.wire.raw(requestBytes({ target: `/live?${real.mark}`, headers: UPGRADE, id: ID }));
  const { payload } = await expectFrame(
    real.context,
    real.wire,
    T.RESPONSE_HEAD,
    'the 101 comes as RESPONSE_HEAD',
  );
  real.context.expect.equal('status line', new TextDecoder().decode(payload.subarray(0, 12)), 'HTTP/1.1 101');
  model.state = 'tunnel';
});

const refusedUpgrade = command<Channel, Real>(
  'rejected upgrade',
  isIn('idle'),
  async (_model, { context, wire }) => {
    const { status } = await requestOver(context, wire, { target: '/live/no', headers: UPGRADE, id: ID });
    context.expect.equal('the status of an upgrade that the service rejects', status, 502);
  },
);

/** Comes back as it went; no byte of it is the one at which the service hangs up. */
const through = (sizes: readonly number[]): Step =>
  command(`tunnel ${sizes.join('+')} bytes`, isIn('tunnel'), async (_model, { context, wire }) => {
    const sent = Buffer.from(sizes.flatMap((size, i) => Array<number>(size).fill(0x80 + i)));
    for (let at = 0, i = 0; i < sizes.length; at += sizes[i] ?? 0, i++) {
      await wire.send(T.WS_FRAME, sent.subarray(at, at + (sizes[i] ?? 0)), ID);
    }
    let back = Buffer.alloc(0);
    while (back.length < sent.length) {
      const { payload } = await expectFrame(context, wire, T.WS_FRAME, 'WS_FRAME and nothing else');
      back = Buffer.concat([back, payload]);
    }
    context.expect.that('the tunnel returns the same bytes', back.equals(sent), {
      expected: sent.toString('hex', 0, 64),
      observed: back.toString('hex', 0, 64),
    });
  });

const hangUp = command<Channel, Real>(
  'the service hangs up',
  isIn('tunnel'),
  async (model, { context, wire }) => {
    await wire.send(T.WS_FRAME, utf8('!'), ID);
    await expectEnd(context, wire);
    model.state = 'over';
  },
);

const leave = command<Channel, Real>('the client leaves', isIn('tunnel'), async (model, real) => {
  real.wire.close();
  const tunnel = await real.service.tunnelAfter(real.mark, real.wire.patience);
  real.context.expect.equal('the connection to the service', tunnel, 'closed');
  model.state = 'over';
});

/** A channel of its own. */
const begin =
  (tunnels: boolean) =>
  async (context: DaemonContext): Promise<{ model: Channel; real: Real }> => {
    const service = await context.openhost.service();
    const daemon = tunnels ? await context.openhost.tunnelling() : context.openhost;
    const wire = await daemon.bound('own');
    return { model: { state: 'idle' }, real: { context, service, wire, mark: '' } };
  };

const always = (fc: FastCheck, steps: readonly Step[]) => fc.constantFrom(...steps);
const service = [head, finish, whole, ping, pong];

export const models = [
  liveModel<Channel, Real>({
    name: 'openhost/frames',
    port: 'openhost',
    most: 12,
    commands: (fc) => [
      ...service.map((step) => fc.constant(step)),
      fc.constant(head),
      fc.nat(70_000).map(body),
      always(fc, [
        ...never('idle', 'asking'),
        forbidden('WS_FRAME', 'idle', 'asking'),
        forbidden('REQUEST_HEAD', 'asking'),
        forbidden('REQUEST_BODY', 'idle'),
        forbidden('REQUEST_END', 'idle'),
      ]),
    ],
    begin: begin(false),
  }),
  liveModel<Channel, Real>({
    name: 'openhost/tunnel',
    port: 'openhost',
    most: 12,
    commands: (fc) => [
      ...[upgrade, upgrade, refusedUpgrade, whole, ping, pong, hangUp, leave].map((step) =>
        fc.constant(step),
      ),
      fc.array(fc.nat(3_000), { minLength: 1, maxLength: 4 }).map(through),
      fc.array(fc.nat(3_000), { minLength: 1, maxLength: 4 }).map(through),
      always(fc, [
        ...never('tunnel'),
        forbidden('REQUEST_HEAD', 'tunnel'),
        forbidden('REQUEST_BODY', 'tunnel'),
        forbidden('REQUEST_END', 'tunnel'),
      ]),
    ],
    begin: begin(true),
  }),
];
