/** Section 3.3: what a daemon and a client check of the plaintext that they unsealed, beyond its form. */
import { equalBytes } from '../bytes/equal.js';
import { DecodeError } from '../bytes/error.js';
import { type Answer, answer } from './answer.js';
import { unwrap } from './compression.js';
import { type Offer, offer } from './offer.js';

/** The daemon: the client named inside is the one that signed the packet. */
export function receiveOffer(plaintext: Uint8Array, signer: Uint8Array): Offer {
  const received = offer.decode(unwrap(plaintext));
  if (!equalBytes(received.clientPk, signer)) throw new DecodeError('offer/signer');
  return received;
}

/** The client: the daemon named inside is the one that signed the packet, and this very offer is answered. */
export function receiveAnswer(plaintext: Uint8Array, signer: Uint8Array, offerSdpHash: Uint8Array): Answer {
  const received = answer.decode(unwrap(plaintext));
  if (!equalBytes(received.daemonPk, signer)) throw new DecodeError('answer/signer');
  if (!equalBytes(received.offerSdpHash, offerSdpHash)) throw new DecodeError('answer/other-offer');
  return received;
}
