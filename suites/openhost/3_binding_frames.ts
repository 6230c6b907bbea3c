/** Frames in place of a valid AUTH_CLIENT. */
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case, Level } from '../model.js';
import { BINDS, nonceOf, rejectsBinding } from './binding_steps.js';
import { daemonCase } from './daemon_case.js';
import { type FrameName, slugOf, typicalPayload } from './typical_frames.js';
import { WRONG_SENDER } from './whys.js';

const UNBOUND = 'Anybody who reaches the DTLS port uses the service without proving a key.';

const SENT_BY_DAEMONS: readonly FrameName[] = [
  'AUTH_NONCE',
  'AUTH_HOST',
  'RESPONSE_HEAD',
  'RESPONSE_BODY',
  'RESPONSE_END',
];

const earlyFrame = (name: FrameName, why: string, level: Level = 'must', slug = slugOf(name)): Case =>
  daemonCase({
    id: `openhost/3/early-${slug}`,
    title: `${name} before AUTH_CLIENT ends the channel without AUTH_HOST`,
    why,
    // OPENHOST-5-1 applies to the types that only daemons send.
    requires: ['OPENHOST-3-12', 'OPENHOST-3-6', ...(SENT_BY_DAEMONS.includes(name) ? ['OPENHOST-5-1'] : [])],
    level,
    ...BINDS,
    async run(context) {
      const wire = await context.openhost.connect();
      const nonce = await nonceOf(context, wire);
      await wire.send(T[name], typicalPayload(name), 1);
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
  // An id never changes, and this one does not have the name of its type.
  earlyFrame('REQUEST_HEAD', UNBOUND, 'must', 'request'),
  earlyFrame('PING', UNBOUND),
  earlyFrame('AUTH_HOST', WRONG_SENDER),
  earlyFrame('AUTH_NONCE', WRONG_SENDER),
  earlyFrame('REQUEST_BODY', UNBOUND),
  earlyFrame('REQUEST_END', UNBOUND),
  earlyFrame('RESPONSE_HEAD', WRONG_SENDER),
  earlyFrame('RESPONSE_BODY', WRONG_SENDER),
  earlyFrame('RESPONSE_END', WRONG_SENDER),
  earlyFrame('WS_UPGRADE', UNBOUND),
  earlyFrame('WS_FRAME', UNBOUND),
  earlyFrame('PONG', UNBOUND, 'should'),
  earlyFrame(
    'ERROR',
    'A daemon that continues after an ERROR waits for a client that has given up.',
    'should',
  ),
];
