import { hex } from '../bytes/hex.js';
import { asBytes } from '../given.js';
import type { Structure } from '../structure.js';
import { traced } from '../traced.js';
import { asOfferBlob, offerBlobJson } from './blob_json.js';
import { asDialect } from './dialect.js';
import { offerBlob } from './offer_blob.js';

export const offerBlobStructure: Structure = {
  name: 'openhost/offer-blob',
  operations: {
    encode: (given, input) => hex.encode(offerBlob.encode(asOfferBlob(input), asDialect(given))),
    decode: (given, input) => offerBlobJson(offerBlob.decode(asBytes(input), asDialect(given))),
  },
  annotate(given, input) {
    if (typeof input !== 'string') return [];
    return traced((trace) => offerBlob.decode(asBytes(input), asDialect(given), trace));
  },
};
