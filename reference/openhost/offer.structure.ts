import { hex } from '../bytes/hex.js';
import { asBytes, asObject } from '../given.js';
import type { Json, JsonObject, Structure } from '../structure.js';
import { tracedBytes } from '../traced.js';
import { asOfferBlob, offerBlobJson } from './blob_json.js';
import { unwrap, wrap } from './compression.js';
import { asDialect } from './dialect.js';
import { type Offer, offer } from './offer.js';
import { receiveOffer } from './receive.js';

const offerJson = (value: Offer): JsonObject => ({
  version: value.version,
  client_pk: hex.encode(value.clientPk),
  binding_mode: value.bindingMode,
  ...(value.version === 3 ? { blob: offerBlobJson(value.blob) } : { sdp: value.sdp }),
});

function asOffer(input: Json) {
  const { client_pk, blob } = asObject(input);
  return { clientPk: asBytes(client_pk, 'client_pk'), blob: asOfferBlob(blob, 'blob') };
}

export const offerStructure: Structure = {
  name: 'openhost/offer',
  operations: {
    /** The body, without compression_tag. */
    encode: (_given, input) => hex.encode(offer.encode(asOffer(input))),
    decode: (_given, input) => offerJson(offer.decode(asBytes(input))),
    /** The plaintext of the sealed box: compression_tag and body. */
    wrap: (_given, input) => hex.encode(wrap(offer.encode(asOffer(input)))),
    unwrap(given, input) {
      return offerJson(offer.decode(unwrap(asBytes(input), asDialect(given))));
    },
    /** As the daemon takes it: `signer` is the key that the packet is signed with. */
    receive: (given, input) => offerJson(receiveOffer(asBytes(input), asBytes(given['signer'], 'signer'))),
  },
  readBy: { encode: { op: 'decode' }, wrap: { op: 'unwrap' } },
  reopen: {
    /** An encoder has to use the zlib tag. */
    wrap(_given, wrapped) {
      const plaintext = asBytes(wrapped);
      const body = unwrap(plaintext);
      return { compression_tag: plaintext[0] ?? null, ...offerJson(offer.decode(body)) };
    },
  },
  annotate: (_given, input) => tracedBytes(input, offer.decode),
};
