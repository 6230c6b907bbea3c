/** The parts of the vectors of offers. */
import type { JsonObject } from '../../../reference/structure.js';
import { text, u32 } from '../hex_bytes.js';
import { derive } from '../recipe.js';
import { plain } from './blob.parts.js';
import { type Body, separator, withBlob, withSdp } from './body.js';
import { publicKeyOf } from './keys.js';
import { offerBlobHex, offerBlobJson } from './offer_blob.js';

export const STRUCTURE = 'openhost/offer';
export const key = publicKeyOf(Buffer.from(derive(STRUCTURE, 'client seed', 32)).toString('hex'));
const sdpText = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\na=setup:active\r\n';

export const body: Body = {
  name: 'offer',
  version: 3,
  head: key,
  sdpText,
  blob: offerBlobHex(plain),
  requires: { sdp: 'OPENHOST-3.3-10', blob: 'OPENHOST-3.3-13', sent: 'OPENHOST-3.3-12' },
};

const sdp = text(sdpText);
export const v1 = withSdp(body);
export const v2 = (mode: string): string => `${separator(body, 2)}${key}${u32(sdp.length / 2)}${sdp}${mode}`;
export const v3 = withBlob(body);

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
