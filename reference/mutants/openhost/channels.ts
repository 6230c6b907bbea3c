import { concat } from '../../bytes/writer.js';
import { encodeLegacy, type Frame, frame, FRAME_TYPES as T } from '../../openhost/frame.js';
import { frameDecoder } from '../../openhost/frame_stream.js';
import { forgives, heard, mutant, sent } from './mutant.js';

const binding = ['OPENHOST-3-6', 'OPENHOST-3-10', 'OPENHOST-3-11'];
const zeros = new Uint8Array(96);
/** A frame of the reserved type 0. */
const unreadable = new Uint8Array(10);

/** Wrong in the channel binding, or in frames whatever they carry. */
export const channels = [
  mutant('constant-nonce', ['OPENHOST-3-7', 'OPENHOST-4-16'], { nonce: (nonce) => nonce.map((_, i) => i) }),
  mutant('zero-nonce', ['OPENHOST-3-7'], { nonce: (nonce) => nonce.map(() => 0) }),
  mutant('short-nonce', ['OPENHOST-3-7', 'OPENHOST-4-16', 'OPENHOST-3-10'], {
    ...sent(T.AUTH_NONCE, (frame) => [{ ...frame, payload: frame.payload.subarray(0, 16) }]),
  }),
  mutant(
    'waits-for-the-client',
    ['OPENHOST-3-7'],
    sent(T.AUTH_NONCE, () => []),
  ),
  mutant('any-signature', binding, { proven: () => true }),
  mutant('no-client-is-right', ['OPENHOST-3-8', 'OPENHOST-3-9'], { proven: () => false }),
  mutant(
    'host-does-not-sign',
    ['OPENHOST-3-9'],
    sent(T.AUTH_HOST, (frame) => [{ ...frame, payload: new Uint8Array(64) }]),
  ),
  mutant(
    'host-signature-cut',
    ['OPENHOST-3-9'],
    sent(T.AUTH_HOST, (frame) => [{ ...frame, payload: frame.payload.subarray(1) }]),
  ),
  mutant('keys-exchanged', ['OPENHOST-3-10', 'OPENHOST-3-8'], {
    binding: ({ hostPk, clientPk, ...rest }) => ({ ...rest, hostPk: clientPk, clientPk: hostPk }),
  }),
  mutant('nonce-not-bound', ['OPENHOST-3-10', 'OPENHOST-3-8'], {
    binding: (bound) => ({ ...bound, nonce: new Uint8Array(32) }),
  }),
  forgives('second-auth', ['OPENHOST-4-16', 'OPENHOST-5-1', 'OPENHOST-4.2-13'], /auth frame after/),
  forgives('early-frames', ['OPENHOST-3-12', 'OPENHOST-3-6'], /expected AuthClient/),
  mutant('cuts-long-proofs', ['OPENHOST-4-17', 'OPENHOST-3-6'], {
    ...heard(T.AUTH_CLIENT, (frame) => ({ ...frame, payload: frame.payload.subarray(0, 96) })),
  }),
  mutant('any-auth-client', ['OPENHOST-4-17'], {
    ...heard(T.AUTH_CLIENT, (frame) => ({ ...frame, payload: concat(frame.payload, zeros).subarray(0, 96) })),
    proven: () => true,
  }),
  mutant('keeps-the-connection', ['OPENHOST-3-6'], { disconnect: () => false }),
  forgives('silence', ['OPENHOST-3-6'], /timeout/),
  forgives(
    'malformed-frames',
    ['OPENHOST-4-3', 'OPENHOST-5-1', 'OPENHOST-4-11', 'OPENHOST-4-12'],
    /malformed frame/,
  ),
  mutant(
    'silent-teardown',
    ['OPENHOST-5-1', 'OPENHOST-4-3'],
    sent(T.ERROR, () => []),
  ),
  mutant(
    'long-diagnostic',
    ['OPENHOST-5-3'],
    sent(T.ERROR, (frame) => [{ ...frame, payload: new Uint8Array(5000).fill(65) }]),
  ),
  mutant(
    'error-with-id',
    ['OPENHOST-4-3', 'OPENHOST-5-1', 'OPENHOST-4-6'],
    sent(T.ERROR, (frame) => [{ ...frame, requestId: 9 }]),
  ),
  mutant('legacy-frames', ['OPENHOST-4-1', 'OPENHOST-4-8'], {
    encode: (frame, bytes) => (frame.type === T.RESPONSE_HEAD ? encodeLegacy(frame) : bytes),
  }),
  mutant('refuses-legacy-frames', ['OPENHOST-4-2', 'OPENHOST-4-9'], {
    message: (bytes) => (bytes[0] === 0 ? bytes : unreadable),
  }),
  mutant('frame-for-a-message', ['OPENHOST-4-13'], {
    message: (bytes) => (isFrame(bytes) ? bytes : unreadable),
  }),
  mutant('first-frame-of-a-message', ['OPENHOST-4-13'], { message: firstFrame }),
  mutant(
    'no-pong',
    ['OPENHOST-4-18', 'OPENHOST-4.2-14'],
    sent(T.PONG, () => []),
  ),
  mutant(
    'pong-with-id',
    ['OPENHOST-4-6'],
    sent(T.PONG, (frame) => [{ ...frame, requestId: 3 }]),
  ),
  mutant(
    'torn-down-at-pong',
    ['OPENHOST-4-18', 'OPENHOST-4.2-14'],
    heard(T.PONG, (frame) => ({ ...frame, type: T.AUTH_NONCE })),
  ),
  mutant(
    'goes-on-after-error',
    ['OPENHOST-4-3', 'OPENHOST-5-1'],
    heard(T.ERROR, () => undefined),
  ),
];

function isFrame(bytes: Uint8Array): boolean {
  try {
    frame.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function firstFrame(bytes: Uint8Array): Uint8Array {
  const frames: Frame[] = [];
  frameDecoder((one) => frames.push(one)).push(bytes);
  return frames[0] ? frame.encode(frames[0]) : bytes;
}
