/** Frames in place of a valid AUTH_CLIENT. */
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { defineCase } from '../case.js';
import type { Case, Level } from '../model.js';
import { BINDS, nonceOf, rejectsBinding } from './binding_steps.js';
import { nameOf } from './heard.js';

const ports = ['openhost'] as const;

const SENT_BY_DAEMONS: readonly number[] = [
  T.AUTH_NONCE,
  T.AUTH_HOST,
  T.RESPONSE_HEAD,
  T.RESPONSE_BODY,
  T.RESPONSE_END,
];

const earlyFrame = (slug: string, type: number, payload: string, level: Level = 'must'): Case =>
  defineCase({
    id: `openhost/3/early-${slug}`,
    title: `${nameOf(type)} before AUTH_CLIENT ends the channel without AUTH_HOST`,
    // OPENHOST-5-1 applies to the types that only daemons send.
    requires: ['OPENHOST-3-12', 'OPENHOST-3-6', ...(SENT_BY_DAEMONS.includes(type) ? ['OPENHOST-5-1'] : [])],
    level,
    ...BINDS,
    ports,
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

const length = (slug: keyof typeof LENGTHS, change: (proof: Uint8Array) => Uint8Array): Case =>
  defineCase({
    id: `openhost/4/auth-client-${slug}`,
    title: `an AUTH_CLIENT of ${LENGTHS[slug]} bytes ends the channel without AUTH_HOST`,
    requires: ['OPENHOST-4-17', 'OPENHOST-3-6'],
    ...BINDS,
    ports,
    async run(context) {
      const wire = await context.openhost.connect();
      const { payload } = await nonceOf(context, wire);
      await wire.send(T.AUTH_CLIENT, change(wire.proof(payload)));
      await rejectsBinding(context, wire);
    },
  });

export const bindingFrames: readonly Case[] = [
  length('short', (proof) => proof.subarray(0, 95)),
  length('long', (proof) => new Uint8Array([...proof, 0])),
  length('empty', () => new Uint8Array(0)),
  earlyFrame('request', T.REQUEST_HEAD, 'GET / HTTP/1.1\r\n\r\n'),
  earlyFrame('ping', T.PING, ''),
  earlyFrame('auth-host', T.AUTH_HOST, 'x'.repeat(64)),
  earlyFrame('auth-nonce', T.AUTH_NONCE, 'x'.repeat(32)),
  earlyFrame('request-body', T.REQUEST_BODY, 'x'),
  earlyFrame('request-end', T.REQUEST_END, ''),
  earlyFrame('response-head', T.RESPONSE_HEAD, 'HTTP/1.1 200 OK\r\n\r\n'),
  earlyFrame('response-body', T.RESPONSE_BODY, 'x'),
  earlyFrame('response-end', T.RESPONSE_END, ''),
  earlyFrame('ws-upgrade', T.WS_UPGRADE, 'GET /live HTTP/1.1\r\n\r\n'),
  earlyFrame('ws-frame', T.WS_FRAME, 'x'),
  earlyFrame('pong', T.PONG, '', 'should'),
  earlyFrame('error', T.ERROR, 'enough', 'should'),
];
