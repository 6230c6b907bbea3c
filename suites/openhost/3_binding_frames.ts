/** Frames in place of a valid AUTH_CLIENT. */
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case, Level } from '../model.js';
import { BINDS, nonceOf, rejectsBinding } from './binding_steps.js';
import { daemonCase } from './daemon_case.js';
import { nameOf } from './heard.js';
import { WRONG_SENDER } from './whys.js';

const UNBOUND = 'Anybody who reaches the DTLS port uses the service without proving a key.';

const SENT_BY_DAEMONS: readonly number[] = [
  T.AUTH_NONCE,
  T.AUTH_HOST,
  T.RESPONSE_HEAD,
  T.RESPONSE_BODY,
  T.RESPONSE_END,
];

const earlyFrame = (slug: string, why: string, type: number, payload: string, level: Level = 'must'): Case =>
  daemonCase({
    id: `openhost/3/early-${slug}`,
    title: `${nameOf(type)} before AUTH_CLIENT ends the channel without AUTH_HOST`,
    why,
    // OPENHOST-5-1 applies to the types that only daemons send.
    requires: ['OPENHOST-3-12', 'OPENHOST-3-6', ...(SENT_BY_DAEMONS.includes(type) ? ['OPENHOST-5-1'] : [])],
    level,
    ...BINDS,
    async run(context) {
      const wire = await context.openhost.connect();
      const nonce = await nonceOf(context, wire);
      await wire.send(type, new TextEncoder().encode(payload), 1);
      // A daemon that ignores the frame accepts this valid proof, and the case fails.
      await wire.send(T.AUTH_CLIENT, wire.proof(nonce.payload));
      await rejectsBinding(context, wire);
    },
  });

const LENGTHS = { short: 95, long: 97, empty: 0 } as const;

const length = (slug: keyof typeof LENGTHS, why: string, change: (proof: Uint8Array) => Uint8Array): Case =>
  daemonCase({
    id: `openhost/4/auth-client-${slug}`,
    title: `an AUTH_CLIENT of ${LENGTHS[slug]} bytes ends the channel without AUTH_HOST`,
    why,
    requires: ['OPENHOST-4-17', 'OPENHOST-3-6'],
    ...BINDS,
    async run(context) {
      const wire = await context.openhost.connect();
      const { payload } = await nonceOf(context, wire);
      await wire.send(T.AUTH_CLIENT, change(wire.proof(payload)));
      await rejectsBinding(context, wire);
    },
  });

export const bindingFrames: readonly Case[] = [
  length('short', 'A daemon without a length check reads past the end of the frame.', (proof) =>
    proof.subarray(0, 95),
  ),
  length(
    'long',
    'Bytes that nobody signed are accepted as a part of the proof.',
    (proof) => new Uint8Array([...proof, 0]),
  ),
  length(
    'empty',
    'A daemon without a length check crashes, or takes an empty signature for a valid one.',
    () => new Uint8Array(0),
  ),
  earlyFrame('request', UNBOUND, T.REQUEST_HEAD, 'GET / HTTP/1.1\r\n\r\n'),
  earlyFrame('ping', UNBOUND, T.PING, ''),
  earlyFrame('auth-host', WRONG_SENDER, T.AUTH_HOST, 'x'.repeat(64)),
  earlyFrame('auth-nonce', WRONG_SENDER, T.AUTH_NONCE, 'x'.repeat(32)),
  earlyFrame('request-body', UNBOUND, T.REQUEST_BODY, 'x'),
  earlyFrame('request-end', UNBOUND, T.REQUEST_END, ''),
  earlyFrame('response-head', WRONG_SENDER, T.RESPONSE_HEAD, 'HTTP/1.1 200 OK\r\n\r\n'),
  earlyFrame('response-body', WRONG_SENDER, T.RESPONSE_BODY, 'x'),
  earlyFrame('response-end', WRONG_SENDER, T.RESPONSE_END, ''),
  earlyFrame('ws-upgrade', UNBOUND, T.WS_UPGRADE, 'GET /live HTTP/1.1\r\n\r\n'),
  earlyFrame('ws-frame', UNBOUND, T.WS_FRAME, 'x'),
  earlyFrame('pong', UNBOUND, T.PONG, '', 'should'),
  earlyFrame(
    'error',
    'A daemon that continues after an ERROR waits for a client that has given up.',
    T.ERROR,
    'enough',
    'should',
  ),
];
