/** The parts of the vectors of answers. */
import type { JsonObject } from '../../../reference/structure.js';
import { derive } from '../recipe.js';
import { answerBlobHex, answerBlobJson } from './answer_blob.js';
import { plain } from './blob.parts.js';
import { type Body, withBlob, withSdp } from './body.js';
import { publicKeyOf } from './keys.js';

export const STRUCTURE = 'openhost/answer';
const bytesOf = (what: string): string => Buffer.from(derive(STRUCTURE, what, 32)).toString('hex');
export const bound = {
  daemon_pk: publicKeyOf(bytesOf('daemon seed')),
  offer_sdp_hash: bytesOf('offer_sdp_hash'),
};
const sdpText = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\na=setup:passive\r\n';

export const body: Body = {
  name: 'answer',
  version: 2,
  head: bound.daemon_pk + bound.offer_sdp_hash,
  sdpText,
  blob: answerBlobHex(plain),
  requires: { sdp: 'OPENHOST-3.3-40', blob: 'OPENHOST-3.3-38', sent: 'OPENHOST-3.3-39' },
};

export const v1 = withSdp(body);
export const v2 = withBlob(body);

export const compact = (parts = plain): JsonObject => ({ version: 2, ...bound, blob: answerBlobJson(parts) });
export const verbatim = (sdp = sdpText): JsonObject => ({ version: 1, ...bound, sdp });
export const request = { ...bound, blob: answerBlobJson(plain) };
