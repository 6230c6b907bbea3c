/** What holds on a channel after its first request: each request and each frame is judged as the first one. */
import { utf8 } from '../../reference/bytes/text.js';
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import { type DaemonGrounds, daemonCase } from './daemon_case.js';
import { endsChannel } from './ends_channel.js';
import { type ClientRequest, type Got, headerValues, requestOver } from './exchange.js';
import { expectFrame } from './heard.js';
import type { DaemonContext, ServiceRequest, Wire } from './port.js';
import { frameOf } from './typical_frames.js';
import { REBOUND, SMUGGLED, WRONG_SENDER } from './whys.js';

const control = 'openhost/4/second-request';
const nothing = new Uint8Array(0);

/** A channel whose first request has its response. */
async function askedOnce(context: DaemonContext, connection: 'shared' | 'own'): Promise<Wire> {
  const wire = await context.openhost.bound(connection);
  await requestOver(context, wire, { target: '/first', id: 1 });
  return wire;
}

/** Makes the second request of a channel, and returns what the service received. */
async function askAgain(
  context: DaemonContext,
  asked: Omit<ClientRequest, 'target' | 'id'>,
): Promise<{ wire: Wire; got: Got; seen: ServiceRequest | undefined; authority: string }> {
  const service = await context.openhost.service();
  const mark = service.mark();
  const wire = await askedOnce(context, 'shared');
  const got = await requestOver(context, wire, { ...asked, target: `/${mark}`, id: 2 });
  const seen = service.seen(mark);
  context.expect.equal('requests that reach the service', seen.length, 1);
  return { wire, got, seen: seen[0], authority: service.authority };
}

const endsAfter = (slug: string, sent: string, bytes: Uint8Array, grounds: DaemonGrounds): Case =>
  endsChannel(
    { ...grounds, id: `openhost/4/after-request-${slug}`, sent: `${sent} after a complete request`, control },
    bytes,
    (context) => askedOnce(context, 'own'),
  );

export const laterRequests: readonly Case[] = [
  daemonCase({
    id: control,
    title: 'a second request on a channel reaches the service complete, and gets its response',
    why: 'A page loads, and the next click on it fails.',
    requires: ['OPENHOST-4-14', 'OPENHOST-4-15', 'OPENHOST-4-8'],
    expects: 'service',
    async run(context) {
      const { expect } = context;
      const body = utf8('the second body');
      const { wire, got, seen } = await askAgain(context, {
        method: 'POST',
        body,
        headers: ['X-Kept: yes', `Content-Length: ${body.length}`],
      });
      expect.equal('status', got.status, 200);
      expect.equal('body at the service', new TextDecoder().decode(seen?.body), 'the second body');
      expect.equal('X-Kept at the service', headerValues(seen, 'x-kept'), ['yes']);
      expect.equal('number of version 1 frames from the daemon', wire.legacy, 0);
    },
  }),
  daemonCase({
    id: 'openhost/4.1/second-request-headers',
    title: 'the service gets no header of a second request that it must not get, and its own Host',
    why: 'A visitor controls the connection to the service, or claims another address, with its second request.',
    requires: ['OPENHOST-4.1-1', 'OPENHOST-4.1-2', 'OPENHOST-4.1-3', 'OPENHOST-4.1-5', 'OPENHOST-4.1-7'],
    expects: 'refusal',
    control,
    async run(context) {
      const { expect } = context;
      const { seen, authority } = await askAgain(context, {
        headers: [
          'Connection: X-Named',
          'X-Named: hop',
          'Keep-Alive: timeout=77',
          'X-Forwarded-For: 203.0.113.9',
        ],
      });
      const all = (seen?.headers ?? []).map(([name, value]) => `${name}: ${value}`);
      const wrong = all.filter((line) => /x-named|timeout=77|203\.0\.113\.9/i.test(line));
      expect.equal('headers that the daemon must remove', wrong, []);
      expect.equal('Host', headerValues(seen, 'host'), [authority]);
    },
  }),
  daemonCase({
    id: 'openhost/4/after-request-ping',
    title: 'a PING after a complete request gets a PONG',
    why: 'A client that checks an idle channel takes it for dead, and connects again for each page.',
    requires: ['OPENHOST-4-18'],
    expects: 'service',
    async run(context) {
      const wire = await askedOnce(context, 'shared');
      await wire.send(T.PING, nothing, 0);
      await expectFrame(context, wire, T.PONG);
    },
  }),
  endsAfter('request-body', 'a REQUEST_BODY of the same request', frameOf('REQUEST_BODY'), {
    why: SMUGGLED,
    requires: ['OPENHOST-4.1-6', 'OPENHOST-4-15'],
  }),
  endsAfter('response-head', 'RESPONSE_HEAD', frameOf('RESPONSE_HEAD'), {
    why: WRONG_SENDER,
    requires: ['OPENHOST-4.1-6', 'OPENHOST-4-15', 'OPENHOST-5-1'],
  }),
  endsAfter('auth-client', 'AUTH_CLIENT', frameOf('AUTH_CLIENT'), {
    why: REBOUND,
    requires: ['OPENHOST-4-16', 'OPENHOST-5-1'],
  }),
  endsAfter('reserved-44', 'a frame of reserved type 0x44', frameOf('PING').with(1, 0x44), {
    why: 'A later version uses the type for a rule that this daemon then ignores in silence.',
    requires: ['OPENHOST-4-3', 'OPENHOST-5-1'],
  }),
];
