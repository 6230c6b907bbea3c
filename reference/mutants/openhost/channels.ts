import { encodeLegacy, type Frame, FRAME_TYPES as T } from '../../openhost/frame.js';
import type { Header } from '../../openhost/peers/daemon/seams.js';
import { mutant } from './mutant.js';

const nothing = new Uint8Array(0);
const sent = (type: number, change: (frame: Frame) => readonly Frame[]) => ({
  outgoing: (frame: Frame) => (frame.type === type ? change(frame) : [frame]),
});
const forgives = (name: string, breaks: readonly string[], reasons: RegExp) =>
  mutant(`forgives-${name}`, breaks, { forgive: (reason) => reasons.test(reason) });
/** Lets headers of the client through. */
const keeps = (name: string, breaks: readonly string[], wanted: RegExp) =>
  mutant(`keeps-${name}`, breaks, {
    headers: (kept, all) => [...kept, ...all.filter(([header]) => wanted.test(header))],
  });
const binding = ['OPENHOST-3-6', 'OPENHOST-3-10', 'OPENHOST-3-11'];

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
  forgives('second-auth', ['OPENHOST-4-16', 'OPENHOST-5-1'], /auth frame after/),
  forgives('early-frames', ['OPENHOST-3-12', 'OPENHOST-3-6'], /expected AuthClient/),
  mutant('cuts-long-proofs', ['OPENHOST-4-17', 'OPENHOST-3-6'], {
    incoming: (frame) =>
      frame.type === T.AUTH_CLIENT ? { ...frame, payload: frame.payload.subarray(0, 96) } : frame,
  }),
  mutant('keeps-the-connection', ['OPENHOST-3-6'], { disconnect: () => false }),
  forgives('silence', ['OPENHOST-3-6'], /timeout/),
  forgives(
    'malformed-frames',
    ['OPENHOST-4-3', 'OPENHOST-5-1', 'OPENHOST-4-11', 'OPENHOST-4-12'],
    /malformed frame/,
  ),
  forgives('order', ['OPENHOST-4.1-6', 'OPENHOST-4-15'], /REQUEST_HEAD|before upgrade/),
  forgives('responses', ['OPENHOST-4.1-6', 'OPENHOST-4-15', 'OPENHOST-4-19'], /unexpected frame type/),
  forgives('tunnel', ['OPENHOST-4.2-12'], /only WS_FRAME/),
  forgives('a-client-that-leaves', ['OPENHOST-4.2-11'], /hanging up/),
  forgives('large-bodies', ['OPENHOST-4.1-6'], /too large/),
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
  mutant(
    'no-pong',
    ['OPENHOST-4-18'],
    sent(T.PONG, () => []),
  ),
  mutant(
    'pong-with-id',
    ['OPENHOST-4-6'],
    sent(T.PONG, (frame) => [{ ...frame, requestId: 3 }]),
  ),
  mutant('response-id-0', ['OPENHOST-4-5'], {
    outgoing: (frame) => [frame.type <= T.RESPONSE_END ? { ...frame, requestId: 0 } : frame],
  }),
  mutant(
    'no-response-end',
    ['OPENHOST-4-15'],
    sent(T.RESPONSE_END, () => []),
  ),
  mutant(
    'end-twice',
    ['OPENHOST-4-15', 'OPENHOST-4-4'],
    sent(T.RESPONSE_END, (frame) => [{ ...frame, type: T.RESPONSE_HEAD }, frame]),
  ),
  mutant(
    'head-without-blank-line',
    ['OPENHOST-4-14'],
    sent(T.RESPONSE_HEAD, (frame) => [{ ...frame, payload: frame.payload.subarray(0, -2) }]),
  ),
  mutant('drops-last-chunk', ['OPENHOST-4-15'], {
    outgoing: (frame) =>
      frame.type === T.RESPONSE_BODY ? [{ ...frame, payload: frame.payload.subarray(0, -1) }] : [frame],
  }),
  mutant('drops-request-bodies', ['OPENHOST-4-15', 'OPENHOST-4-4'], {
    incoming: (frame) => (frame.type === T.REQUEST_BODY ? { ...frame, payload: nothing } : frame),
  }),
  mutant('ids-mixed-up', ['OPENHOST-4-4', 'OPENHOST-4-5'], {
    incoming: (frame) => ({ ...frame, requestId: frame.type <= T.REQUEST_END ? 1 : frame.requestId }),
  }),
  keeps('hop-by-hop', ['OPENHOST-4.1-1'], /^(keep-alive|proxy-|te$|trailer)/i),
  keeps('named-by-connection', ['OPENHOST-4.1-7'], /^x-named$/i),
  keeps('provenance', ['OPENHOST-4.1-2', 'OPENHOST-4.1-3'], /^(x-forwarded-|forwarded|x-real-ip)/i),
  mutant('host-of-the-client', ['OPENHOST-4.1-5'], {
    headers: (kept, all) =>
      kept.map(
        (header): Header =>
          header[0] === 'Host' ? (all.find(([name]) => name === 'Host') ?? header) : header,
      ),
  }),
  mutant('upgrades-everything', ['OPENHOST-4.2-2', 'OPENHOST-4.2-4'], { upgrade: () => true }),
  mutant('upgrades-nothing', ['OPENHOST-4.2-1', 'OPENHOST-4.2-5', 'OPENHOST-4.2-8'], {
    upgrade: () => false,
  }),
  mutant('upgrade-without-key', ['OPENHOST-4.2-7'], {
    headers: (kept) => kept.filter(([name]) => !/^sec-websocket-protocol/i.test(name)),
  }),
  mutant(
    'changes-tunnel-bytes',
    ['OPENHOST-4.2-10'],
    sent(T.WS_FRAME, (frame) => [{ ...frame, payload: frame.payload.map((byte) => byte ^ 1) }]),
  ),
  mutant(
    'tunnel-as-body',
    ['OPENHOST-4.2-10'],
    sent(T.WS_FRAME, (frame) => [{ ...frame, type: T.RESPONSE_BODY }]),
  ),
];
