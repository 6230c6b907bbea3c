/** Section 3.3: reading the offer of a client, and what refuses it. */
import { base64url } from '../../../bytes/base64url.js';
import { equalBytes } from '../../../bytes/equal.js';
import { DecodeError } from '../../../bytes/error.js';
import { unwrap } from '../../compression.js';
import type { Dialect } from '../../dialect.js';
import { offerName } from '../../labels.js';
import { type Offer, offer } from '../../offer.js';
import type { BindingMode } from '../../offer_blob.js';
import { offerSdpHash } from '../../offer_hash.js';
import type { Packet } from '../../packet.js';
import { checkSetup, offerSdp } from '../../sdp.js';
import { readDescription } from '../../sdp_reader.js';
import { open } from '../../sealed_box.js';
import type { Identity } from '../identity.js';
import type { DaemonSeams } from './seams.js';

export interface ReadOffer {
  readonly client: Uint8Array;
  /** As it was sealed. */
  readonly box: Uint8Array;
  readonly sdp: string;
  readonly hash: Uint8Array;
  readonly fingerprint: Uint8Array;
  readonly bindingMode: BindingMode;
}

/** Undefined when the packet holds no offer to us. */
export function readOffer(
  daemon: Identity,
  signer: Uint8Array,
  packet: Packet,
  dialect: Dialect,
  seams: DaemonSeams,
): ReadOffer | undefined {
  const label = offerName(daemon.publicKey);
  const found = packet.records.filter((record) => record.label === label);
  if (found.length === 0) return undefined;
  if (found.length > 1 || found[0] === undefined) throw new DecodeError('offer/count');
  const box = base64url.decode(found[0].value);
  const unsealed = seams.unsealed(() => open(daemon.seed, box), daemon.seed, box);
  const plaintext = seams.offerPlaintext(unsealed);
  const body = seams.offerBody(unwrap(plaintext, dialect));
  const read = offer.decode(body);
  if (!equalBytes(read.clientPk, signer) && !seams.overlook('offer/signer')) {
    throw new DecodeError('offer/signer');
  }
  const sdp = sdpOf(read);
  if (!seams.overlook('sdp/setup')) checkSetup(sdp, 'offer', dialect);
  return {
    client: signer,
    box,
    sdp,
    hash: offerSdpHash(read),
    fingerprint: read.version === 3 ? read.blob.clientDtlsFp : readDescription(sdp).fingerprint,
    bindingMode: read.bindingMode,
  };
}

const sdpOf = (read: Offer): string => (read.version === 3 ? offerSdp(read.blob) : read.sdp);
