/** What the vectors of answers are put together from. */
import type { JsonObject } from '../../reference/structure.js';
import { answerBlobHex, answerBlobJson } from './openhost_answer_blob.js';
import { plain } from './openhost_blob.js';
import { text, u16, u32 } from './openhost_bytes.js';
import { derive } from './recipe.js';

export const STRUCTURE = 'openhost/answer';
export const bytesOf = (what: string): string => Buffer.from(derive(STRUCTURE, what, 32)).toString('hex');
export const bound = { daemon_pk: bytesOf('daemon_pk'), offer_sdp_hash: bytesOf('offer_sdp_hash') };
export const sdpText = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\na=setup:passive\r\n';

export const separator = (version: string): string => text(`openhost-answer-inner${version}`);
export const head = bound.daemon_pk + bound.offer_sdp_hash;
export const v2 = (blob: string, length = blob.length / 2): string =>
  `${separator('2')}${head}${u16(length)}${blob}`;
export const v1 = (sdp: string, length = sdp.length / 2): string =>
  `${separator('1')}${head}${u32(length)}${sdp}`;

export const compact = (parts = plain): JsonObject => ({ version: 2, ...bound, blob: answerBlobJson(parts) });
export const verbatim = (sdp: string): JsonObject => ({ version: 1, ...bound, sdp });
export const request = { ...bound, blob: answerBlobJson(plain) };

export const blob = answerBlobHex(plain);
export const sdp = text(sdpText);
export const good = v2(blob);
