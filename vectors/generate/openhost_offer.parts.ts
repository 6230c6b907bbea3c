/** What the vectors of offers are put together from. */
import type { JsonObject } from '../../reference/structure.js';
import { plain } from './openhost_blob.js';
import { text, u16, u32 } from './openhost_bytes.js';
import { offerBlobHex, offerBlobJson } from './openhost_offer_blob.js';
import { derive } from './recipe.js';

export const STRUCTURE = 'openhost/offer';
export const key = Buffer.from(derive(STRUCTURE, 'client_pk', 32)).toString('hex');
export const sdpText = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\na=setup:active\r\n';

export const separator = (version: string): string => text(`openhost-offer-inner${version}`);
export const v3 = (blob: string, length = blob.length / 2): string =>
  `${separator('3')}${key}${u16(length)}${blob}`;
export const v1 = (sdp: string, length = sdp.length / 2): string =>
  `${separator('1')}${key}${u32(length)}${sdp}`;
export const v2 = (sdp: string, mode: string): string =>
  `${separator('2')}${key}${u32(sdp.length / 2)}${sdp}${mode}`;

export const offer = (version: number, binding_mode: string, rest: JsonObject): JsonObject => ({
  version,
  client_pk: key,
  binding_mode,
  ...rest,
});
export const compact = offer(3, 'exporter', { blob: offerBlobJson(plain) });
export const verbatim = (version: number, mode: string, sdp = sdpText): JsonObject =>
  offer(version, mode, { sdp });
export const request = { client_pk: key, blob: offerBlobJson(plain) };

export const blob = offerBlobHex(plain);
export const sdp = text(sdpText);
export const sdpLength = 21 + 32;
