/** Frames of each type, for cases that are about the type and the place of a frame. */
import { utf8 } from '../../reference/bytes/text.js';
import { frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';

export type FrameName = keyof typeof T;

const PAYLOADS: Readonly<Record<FrameName, string>> = {
  REQUEST_HEAD: 'GET / HTTP/1.1\r\n\r\n',
  REQUEST_BODY: 'x',
  REQUEST_END: '',
  RESPONSE_HEAD: 'HTTP/1.1 200 OK\r\n\r\n',
  RESPONSE_BODY: 'x',
  RESPONSE_END: '',
  WS_UPGRADE: 'GET /live HTTP/1.1\r\n\r\n',
  WS_FRAME: 'x',
  AUTH_NONCE: 'x'.repeat(32),
  AUTH_CLIENT: 'x'.repeat(96),
  AUTH_HOST: 'x'.repeat(64),
  ERROR: 'enough',
  PING: '',
  PONG: '',
};

/** A payload that has the form of its type. */
export const typicalPayload = (name: FrameName): Uint8Array => utf8(PAYLOADS[name]);

export const frameOf = (name: FrameName, payload = typicalPayload(name), requestId = 1): Uint8Array =>
  frame.encode({ type: T[name], requestId, payload });

/** The name of a type as ids of cases have it. */
export const slugOf = (name: FrameName): string => name.toLowerCase().replace('_', '-');
