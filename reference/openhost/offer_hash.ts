import { utf8 } from '../bytes/text.js';
import { sha256 } from '../crypto/hash.js';
import type { Offer } from './offer.js';
import { offerSdp } from './sdp.js';

/** Section 3.3, `offer_sdp_hash`: by this hash an answer names its offer. Versions 1 and 2 hash the received SDP. */
export const offerSdpHash = (offer: Offer): Uint8Array =>
  sha256(utf8(offer.version === 3 ? offerSdp(offer.blob) : offer.sdp));
