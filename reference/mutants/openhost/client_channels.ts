/** What clients do on a channel. */
import { concat } from '../../bytes/writer.js';
import { encodeLegacy, type Frame, frame, FRAME_TYPES as T } from '../../openhost/frame.js';
import type { ClientSeams } from '../../openhost/peers/client/seams.js';
import { type ClientMutant, client } from './client_mutant.js';

const nothing = new Uint8Array(0);
const sent = (type: number, change: (frame: Frame) => readonly Frame[]): Partial<ClientSeams> => ({
  outgoing: (frame) => (frame.type === type ? change(frame) : [frame]),
});

export const clientChannels: readonly ClientMutant[] = [
  client('any-host', ['OPENHOST-3-6', 'OPENHOST-3-11', 'OPENHOST-3-9'], { proven: () => true }),
  client('signs-something-else', ['OPENHOST-3-10'], {
    signature: (right) => right.with(0, (right[0] ?? 0) ^ 1),
  }),
  client('any-host-length', ['OPENHOST-4-17'], { proven: () => true }),
  client('any-nonce', ['OPENHOST-4-17', 'OPENHOST-3-6'], {
    nonce: (payload) => concat(payload, new Uint8Array(32)).subarray(0, 32),
  }),
  client('a-message-is-a-frame', ['OPENHOST-4-13'], {
    message: (bytes) => frame.encode(frame.decode(bytes)),
  }),
  client('no-legacy-frames', ['OPENHOST-4-2'], {
    message: (bytes) => (bytes[0] === 0 ? bytes : nothing),
  }),
  client('emits-legacy-frames', ['OPENHOST-4-1', 'OPENHOST-4-8'], { encode: (frame) => encodeLegacy(frame) }),
  client(
    'no-pong',
    ['OPENHOST-4-18'],
    sent(T.PONG, () => []),
  ),
  client(
    'no-error',
    ['OPENHOST-4-3', 'OPENHOST-5-1'],
    sent(T.ERROR, () => []),
  ),
  client('raw-diagnostic', ['OPENHOST-5-2'], { diagnostic: (_shown, text) => text }),
  client('asks-before-it-proves', ['OPENHOST-3-8', 'OPENHOST-4-6'], {
    ...sent(T.AUTH_CLIENT, (frame) => [{ type: T.PING, requestId: 0, payload: nothing }, frame]),
  }),
  client(
    'proof-with-id',
    ['OPENHOST-4-6'],
    sent(T.AUTH_CLIENT, (frame) => [{ ...frame, requestId: 5 }]),
  ),
  client(
    'never-ends-a-request',
    ['OPENHOST-4-15'],
    sent(T.REQUEST_END, () => []),
  ),
  client(
    'head-without-blank-line',
    ['OPENHOST-4-14'],
    sent(T.REQUEST_HEAD, (frame) => [{ ...frame, payload: frame.payload.subarray(0, -2) }]),
  ),
  client('head-of-http-3', ['OPENHOST-4-14'], {
    ...sent(T.REQUEST_HEAD, (frame) => [
      { ...frame, payload: Buffer.from(Buffer.from(frame.payload).toString().replace('HTTP/1.1', 'HTTP/3')) },
    ]),
  }),
];
