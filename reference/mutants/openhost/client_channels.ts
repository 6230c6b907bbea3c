/** Sections 3 step 9, 4 and 5: clients with a wrong channel binding or wrong frames. */
import { concat } from '../../bytes/writer.js';
import { encodeLegacy, frame, FRAME_TYPES as T } from '../../openhost/frame.js';
import { type ClientMutant, client } from './client_mutant.js';
import { encoded, messages, sent } from './frame_changes.js';

const nothing = new Uint8Array(0);

const binding = [
  client(
    'any-host',
    ['3-6', '3-11', '3-9'],
    'Accepts an AUTH_HOST without a check of its signature.',
    () => ({
      verifyAuthHost: () => true,
    }),
  ),
  client(
    'signs-something-else',
    ['3-10'],
    'Sends an AUTH_CLIENT whose signature does not verify.',
    (rules) => ({
      signAuthClient(identity, message) {
        const signature = rules.signAuthClient(identity, message);
        return signature.with(0, (signature[0] ?? 0) ^ 1);
      },
    }),
  ),
  client('any-host-length', ['4-17'], 'Accepts an AUTH_HOST of any length.', () => ({
    verifyAuthHost: () => true,
  })),
  client('any-nonce', ['4-17', '3-6'], 'Fills up or cuts a nonce that is not 32 bytes long.', (rules) => ({
    readNonce: (payload) => rules.readNonce(concat(payload, new Uint8Array(32)).subarray(0, 32)),
  })),
  client(
    'asks-before-it-proves',
    ['3-8', '4-6'],
    'Sends a PING before AUTH_CLIENT.',
    sent(T.AUTH_CLIENT, (one) => [{ type: T.PING, requestId: 0, payload: nothing }, one]),
  ),
  client(
    'proof-with-id',
    ['4-6'],
    'Sends AUTH_CLIENT with request id 5.',
    sent(T.AUTH_CLIENT, (one) => [{ ...one, requestId: 5 }]),
  ),
];

const frames = [
  client(
    'a-message-is-a-frame',
    ['4-13'],
    'Rejects a message that is not exactly one frame.',
    messages((bytes) => frame.encode(frame.decode(bytes))),
  ),
  client(
    'no-legacy-frames',
    ['4-2'],
    'Ignores legacy frames.',
    messages((bytes) => (bytes[0] === 0 ? bytes : nothing)),
  ),
  client(
    'emits-legacy-frames',
    ['4-1', '4-8'],
    'Writes legacy frames.',
    encoded((one) => encodeLegacy(one)),
  ),
  client(
    'no-pong',
    ['4-18'],
    'Does not answer a PING.',
    sent(T.PONG, () => []),
  ),
  client(
    'no-error',
    ['4-3', '5-1'],
    'Tears a channel down without an ERROR.',
    sent(T.ERROR, () => []),
  ),
  client('raw-diagnostic', ['5-2'], 'Shows a diagnostic of the host as it came.', () => ({
    showDiagnostic: (payload) => new TextDecoder().decode(payload),
  })),
];

const requests = [
  client(
    'never-ends-a-request',
    ['4-15'],
    'Sends no REQUEST_END.',
    sent(T.REQUEST_END, () => []),
  ),
  client(
    'head-without-blank-line',
    ['4-14'],
    'Sends a REQUEST_HEAD without its blank line.',
    sent(T.REQUEST_HEAD, (one) => [{ ...one, payload: one.payload.subarray(0, -2) }]),
  ),
  client(
    'head-of-http-3',
    ['4-14'],
    'Names HTTP/3 in REQUEST_HEAD.',
    sent(T.REQUEST_HEAD, (one) => [
      { ...one, payload: Buffer.from(Buffer.from(one.payload).toString().replace('HTTP/1.1', 'HTTP/3')) },
    ]),
  ),
];

export const clientChannels: readonly ClientMutant[] = [...binding, ...frames, ...requests];
