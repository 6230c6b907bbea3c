/** Section 3.3: reads the offer of a client. */
import { base64url } from '../../../bytes/base64url.js';
import { DecodeError } from '../../../bytes/error.js';
import { offerName } from '../../labels.js';
import type { Offer } from '../../offer.js';
import type { BindingMode } from '../../offer_blob.js';
import type { Packet } from '../../packet.js';
import { offerSdp } from '../../sdp.js';
import { readDescription } from '../../sdp_reader.js';
import type { DaemonSettings } from './options.js';

export interface ReadOffer {
  readonly client: Uint8Array;
  /** The sealed bytes. */
  readonly box: Uint8Array;
  readonly offer: Offer;
  readonly sdp: string;
  readonly fingerprint: Uint8Array;
  readonly bindingMode: BindingMode;
}

/** Undefined when the packet has no offer to this daemon. */
export function readOffer(
  { records }: Pick<Packet, 'records'>,
  signer: Uint8Array,
  { identity: daemon, dialect, rules }: Pick<DaemonSettings, 'identity' | 'dialect' | 'rules'>,
): ReadOffer | undefined {
  const label = offerName(daemon.publicKey);
  const found = records.filter((record) => record.label === label);
  if (found.length === 0) return undefined;
  if (found.length > 1 || found[0] === undefined) throw new DecodeError('offer/count');
  const box = base64url.decode(found[0].value);
  const body = rules.uncompress(rules.unseal(daemon.seed, box), dialect);
  const offer = rules.decodeOffer(body);
  if (!rules.isSigner(offer.clientPk, signer, offer.version)) throw new DecodeError('offer/signer');
  const sdp = sdpOf(offer);
  rules.checkSetup(sdp, dialect, offer.version);
  return {
    client: signer,
    box,
    offer,
    sdp,
    fingerprint: offer.version === 3 ? offer.blob.clientDtlsFp : readDescription(sdp).fingerprint,
    bindingMode: offer.bindingMode,
  };
}

const sdpOf = (read: Offer): string => (read.version === 3 ? offerSdp(read.blob) : read.sdp);
