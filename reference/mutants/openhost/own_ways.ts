/** Daemons that make unusual choices that the specification allows. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ZlibOptions } from 'node:zlib';
import { DecodeError } from '../../bytes/error.js';
import { FRAME_TYPES as T } from '../../openhost/frame.js';
import type { DaemonRules } from '../../openhost/peers/daemon/rules.js';
import { zlibOf } from '../equivalent_codecs.js';
import type { DaemonEquivalent } from './daemon_equivalent.js';

const daemon = (
  id: string,
  what: string,
  change: (rules: DaemonRules) => Partial<DaemonRules>,
): DaemonEquivalent => ({ id, what, change: (rules) => ({ ...rules, ...change(rules) }) });

const compressing = (id: string, what: string, options: ZlibOptions): DaemonEquivalent =>
  daemon(id, what, () => ({ compressAnswer: (body) => zlibOf(body, options) }));

const FRAME_BYTES = 16_000;

export const ownWays: readonly DaemonEquivalent[] = [
  compressing('compresses-well', 'Compresses answers at level 9.', { level: 9 }),
  compressing('stores', 'Stores answers in the zlib stream.', { level: 0 }),
  compressing('compresses-with-fixed-codes', 'Compresses answers with fixed codes.', { strategy: 4 }),
  daemon('answers-before-its-record', 'Publishes answers before its record in the packet.', () => ({
    packetRecords: (host, answers) => [...answers, host],
  })),
  daemon('answers-in-another-order', 'Publishes the fragments of answers in another order.', () => ({
    packetRecords: (host, answers) => [host, ...answers.toReversed()],
  })),
  ...[0, 2_147_483_647].map((ttl) =>
    daemon(
      `answers-with-a-ttl-of-${ttl}`,
      `Publishes answers with a TTL of ${ttl}.`,
      ({ packetRecords }) => ({
        packetRecords: (host, answers) =>
          packetRecords(
            host,
            answers.map((record) => ({ ...record, ttl })),
          ),
      }),
    ),
  ),
  daemon('publishes-late', 'Publishes an answer 0.4 s after the offer.', () => ({
    async publishAnswer(publish, signal) {
      await delay(400, undefined, { signal });
      await publish();
    },
  })),
  daemon('another-candidate', 'Offers a candidate that leads nowhere beside its own.', ({ answerBlob }) => ({
    answerBlob(reach) {
      const made = answerBlob(reach);
      const dead = { typ: 'srflx', addr: Uint8Array.of(192, 0, 2, 77), port: 9 } as const;
      return { ...made, candidates: [...made.candidates, dead] };
    },
  })),
  daemon(
    'small-body-frames',
    'Cuts the bodies of responses into frames of 16,000 bytes.',
    ({ writeFrame }) => ({
      *writeFrame(frame) {
        // WS_FRAME is not split, because a message is one frame.
        if (frame.type !== T.RESPONSE_BODY) return yield* writeFrame(frame);
        for (let at = 0; at === 0 || at < frame.payload.length; at += FRAME_BYTES)
          yield* writeFrame({ ...frame, payload: frame.payload.subarray(at, at + FRAME_BYTES) });
      },
    }),
  ),
  daemon(
    'one-id-for-a-tunnel',
    'Rejects a WS_FRAME with another request_id than that of the upgrade.',
    ({ readFrames }) => ({
      readFrames(dispatch) {
        let own: number | undefined;
        return readFrames((frame) => {
          if (frame.type === T.REQUEST_HEAD) own = frame.requestId;
          if (frame.type === T.WS_FRAME && own !== undefined && frame.requestId !== own)
            throw new DecodeError('frame/request-id', 0);
          dispatch(frame);
        });
      },
    }),
  ),
];
