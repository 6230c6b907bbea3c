import { hex } from '../bytes/hex.js';
import { asBytes } from '../given.js';
import type { Structure } from '../structure.js';
import { tracedBytes } from '../traced.js';
import { asOfferBlob, offerBlobJson } from './blob_json.js';
import { offerBlob } from './offer_blob.js';

export const offerBlobStructure: Structure = {
  name: 'openhost/offer-blob',
  operations: {
    encode: (_given, input) => hex.encode(offerBlob.encode(asOfferBlob(input))),
    decode: (_given, input) => offerBlobJson(offerBlob.decode(asBytes(input))),
  },
  annotate: (_given, input) => tracedBytes(input, offerBlob.decode),
};
