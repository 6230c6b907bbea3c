import { utf8 } from '../bytes/text.js';
import { sha256 } from '../crypto/hash.js';
import type { Offer } from './offer.js';
import { offerSdp } from './sdp.js';

/** Section 3.3, `offer_sdp_hash`: what an answer names the offer by. Of versions 1 and 2 the SDP as it came is hashed. */
export const offerSdpHash = (offer: Offer): Uint8Array =>
  sha256(utf8(offer.version === 3 ? offerSdp(offer.blob) : offer.sdp));
