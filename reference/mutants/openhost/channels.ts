/** Sections 3 step 9, 4 and 5: daemons with a wrong channel binding or wrong frames. */
import { concat } from '../../bytes/writer.js';
import { encodeLegacy, type Frame, frame, FRAME_TYPES as T } from '../../openhost/frame.js';
import { frameDecoder } from '../../openhost/frame_stream.js';
import type { ChannelFault } from '../../openhost/peers/daemon/channel_fault.js';
import { encoded, heard, messages, sent } from './frame_changes.js';
import { type DaemonMutant, mutant } from './mutant.js';

const binding = ['3-6', '3-10', '3-11'];
const zeros = new Uint8Array(96);
/** A frame of the reserved type 0. */
const unreadable = new Uint8Array(10);

/** Continues where a right daemon closes the channel. */
export const goesOn = (
  id: string,
  clause: readonly string[],
  what: string,
  ...faults: readonly ChannelFault[]
): DaemonMutant =>
  mutant(id, clause, what, ({ closeReason }) => ({
    closeReason: (fault) => (faults.includes(fault) ? undefined : closeReason(fault)),
  }));

const nonces = [
  mutant('constant-nonce', ['3-7', '4-16'], 'Sends the same nonce on every channel.', () => ({
    nonce: () => Uint8Array.from({ length: 32 }, (_, i) => i),
  })),
  mutant('zero-nonce', ['3-7'], 'Sends a nonce of zeros.', () => ({ nonce: () => new Uint8Array(32) })),
  mutant(
    'short-nonce',
    ['3-7', '4-16', '3-10'],
    'Sends 16 bytes in AUTH_NONCE.',
    sent(T.AUTH_NONCE, (frame) => [{ ...frame, payload: frame.payload.subarray(0, 16) }]),
  ),
  mutant(
    'waits-for-the-client',
    ['3-7'],
    'Sends no AUTH_NONCE.',
    sent(T.AUTH_NONCE, () => []),
  ),
];

const proofs = [
  mutant('any-signature', binding, 'Accepts an AUTH_CLIENT without a look at its key and signature.', () => ({
    isOfferer: () => true,
    verifyAuthClient: () => true,
  })),
  mutant(
    'any-proven-key',
    ['3-11'],
    'Accepts a valid AUTH_CLIENT of another key than the one of the offer.',
    () => ({ isOfferer: () => true }),
  ),
  mutant('no-client-is-right', ['3-8', '3-9'], 'Rejects every AUTH_CLIENT.', () => ({
    verifyAuthClient: () => false,
  })),
  mutant(
    'host-does-not-sign',
    ['3-9'],
    'Sends a signature of zeros in AUTH_HOST.',
    sent(T.AUTH_HOST, (frame) => [{ ...frame, payload: new Uint8Array(64) }]),
  ),
  mutant(
    'host-signature-cut',
    ['3-9'],
    'Sends 63 bytes in AUTH_HOST.',
    sent(T.AUTH_HOST, (frame) => [{ ...frame, payload: frame.payload.subarray(1) }]),
  ),
  mutant(
    'keys-exchanged',
    ['3-10', '3-8'],
    'Swaps the host key and the client key in the signed bytes.',
    (rules) => ({
      authMessage: ({ hostPk, clientPk, ...rest }, mode) =>
        rules.authMessage({ ...rest, hostPk: clientPk, clientPk: hostPk }, mode),
    }),
  ),
  mutant('nonce-not-bound', ['3-10', '3-8'], 'Signs over a nonce of zeros in place of its own.', (rules) => ({
    authMessage: (bound, mode) => rules.authMessage({ ...bound, nonce: new Uint8Array(32) }, mode),
  })),
  mutant(
    'cuts-long-proofs',
    ['4-17', '3-6'],
    'Ignores the bytes after the first 96 of an AUTH_CLIENT.',
    heard(T.AUTH_CLIENT, (frame) => ({ ...frame, payload: frame.payload.subarray(0, 96) })),
  ),
  mutant('any-auth-client', ['4-17'], 'Accepts an AUTH_CLIENT of any length and content.', (rules) => ({
    ...heard(T.AUTH_CLIENT, (frame) => ({
      ...frame,
      payload: concat(frame.payload, zeros).subarray(0, 96),
    }))(rules),
    isOfferer: () => true,
    verifyAuthClient: () => true,
  })),
];

const states = [
  goesOn(
    'forgives-second-auth',
    ['4-16', '5-1', '4.2-13'],
    'Ignores an auth frame after the binding.',
    'auth-after-binding',
  ),
  goesOn(
    'forgives-early-frames',
    ['3-12', '3-6'],
    'Ignores other frames before AUTH_CLIENT.',
    'not-auth-client',
  ),
  mutant('keeps-the-connection', ['3-6'], 'Keeps the connection after a binding that failed.', () => ({
    disconnects: () => false,
  })),
  goesOn('forgives-silence', ['3-6'], 'Waits without end for AUTH_CLIENT.', 'binding-timeout'),
  goesOn(
    'forgives-malformed-frames',
    ['4-3', '5-1', '4-11', '4-12'],
    'Keeps the channel open after a malformed frame.',
    'malformed-frame',
  ),
  mutant(
    'silent-teardown',
    ['5-1', '4-3'],
    'Tears a channel down without an ERROR.',
    sent(T.ERROR, () => []),
  ),
  mutant(
    'long-diagnostic',
    ['5-3'],
    'Sends a diagnostic of 5000 bytes in ERROR.',
    sent(T.ERROR, (frame) => [{ ...frame, payload: new Uint8Array(5000).fill(65) }]),
  ),
  mutant(
    'error-with-id',
    ['4-3', '5-1', '4-6'],
    'Sends ERROR with request id 9.',
    sent(T.ERROR, (frame) => [{ ...frame, requestId: 9 }]),
  ),
  mutant(
    'no-pong',
    ['4-18', '4.2-14'],
    'Does not answer a PING.',
    sent(T.PONG, () => []),
  ),
  mutant(
    'pong-with-id',
    ['4-6'],
    'Sends PONG with request id 3.',
    sent(T.PONG, (frame) => [{ ...frame, requestId: 3 }]),
  ),
  mutant(
    'torn-down-at-pong',
    ['4-18', '4.2-14'],
    'Tears the channel down at a PONG.',
    heard(T.PONG, (frame) => ({ ...frame, type: T.AUTH_NONCE })),
  ),
  mutant(
    'goes-on-after-error',
    ['4-3', '5-1'],
    'Ignores an ERROR of the client.',
    heard(T.ERROR, () => undefined),
  ),
];

const forms = [
  mutant(
    'legacy-frames',
    ['4-1', '4-8'],
    'Writes RESPONSE_HEAD as a legacy frame.',
    encoded((one, bytes) => (one.type === T.RESPONSE_HEAD ? encodeLegacy(one) : bytes)),
  ),
  mutant(
    'refuses-legacy-frames',
    ['4-2', '4-9'],
    'Rejects legacy frames.',
    messages((bytes) => (bytes[0] === 0 ? bytes : unreadable)),
  ),
  mutant(
    'frame-for-a-message',
    ['4-13'],
    'Rejects a message that is not exactly one frame.',
    messages((bytes) => (isFrame(bytes) ? bytes : unreadable)),
  ),
  mutant(
    'first-frame-of-a-message',
    ['4-13'],
    'Reads only the first frame of a message.',
    messages(firstFrame),
  ),
];

export const channels: readonly DaemonMutant[] = [...nonces, ...proofs, ...states, ...forms];

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
