import { expect, it } from 'vitest';
import { rejectionOf } from '../../../bytes/error.js';
import { type Frame, FRAME_TYPES as T } from '../../frame.js';
import { CONNECTION_FAULTS, CONNECTION_RULES, type ConnectionFault } from './connection_rules.js';

const faults: readonly ConnectionFault[] = [
  'no-response',
  'response-not-taken',
  'malformed-frame',
  'unknown-transaction',
  'unasked-upgrade',
  'unexpected-frame',
];

it('closes for each fault, with a diagnostic of its own', () => {
  const diagnostics = faults.map((fault) => CONNECTION_RULES.closeReason(fault));
  expect(diagnostics).toEqual(faults.map((fault) => CONNECTION_FAULTS[fault]));
  expect(new Set(diagnostics).size).toBe(faults.length);
});

it('shows a diagnostic of the host as inert text', () => {
  expect(CONNECTION_RULES.showDiagnostic(Buffer.from('\u001b[2Jgone\n'))).toBe('\ufffd[2Jgone\ufffd');
});

it('reads the frames that it writes, wherever a message ends', () => {
  const frames: Frame[] = [
    { type: T.REQUEST_HEAD, requestId: 7, payload: Uint8Array.of(1, 2, 3) },
    { type: T.PING, requestId: 0, payload: new Uint8Array(0) },
  ];
  const bytes = Buffer.concat(frames.flatMap((frame) => [...CONNECTION_RULES.writeFrame(frame)]));
  const read: Frame[] = [];
  const decoder = CONNECTION_RULES.readFrames((frame) => read.push(frame));
  for (const byte of bytes) decoder.push(Uint8Array.of(byte));
  expect(read).toEqual(frames);
});

it('rejects a reserved type before its payload comes', () => {
  const decoder = CONNECTION_RULES.readFrames(() => {});
  expect(rejectionOf(() => decoder.push(Uint8Array.of(0, 0x7f, 0, 0, 0, 0, 0, 0, 0, 9)))?.code).toBe(
    'frame/type',
  );
});
