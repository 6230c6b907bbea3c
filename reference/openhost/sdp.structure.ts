import { hex } from '../bytes/hex.js';
import { asBytes, asText, asWord } from '../given.js';
import type { Json, JsonObject, Structure } from '../structure.js';
import { asAnswerBlob, asOfferBlob, candidatesJson } from './blob_json.js';
import { asDialect } from './dialect.js';
import { offerBlob } from './offer_blob.js';
import { offerSdpHash } from './offer_hash.js';
import { answerSdp, checkSetup, offerSdp } from './sdp.js';
import { readDescription } from './sdp_reader.js';

/** Through the codec, so that a blob that cannot be on the wire makes no SDP. */
const offered = (input: Json) => offerBlob.decode(offerBlob.encode(asOfferBlob(input)));

export const sdpStructure: Structure = {
  name: 'openhost/sdp',
  operations: {
    /** The text is what offer_sdp_hash covers, so it is the same on both sides, byte for byte. */
    offer: (_given, input) => offerSdp(offered(input)),
    /** Nobody hashes this one: it is read back, and judged by what it says. */
    answer: (given, input) => answerSdp(asAnswerBlob(input), asBytes(given['dtls_fp'], 'dtls_fp')),
    /** offer_sdp_hash of a version 3 offer. */
    hash(_given, input) {
      const blob = offered(input);
      return hex.encode(
        offerSdpHash({ version: 3, clientPk: new Uint8Array(32), bindingMode: blob.bindingMode, blob }),
      );
    },
    /** offer_sdp_hash of an offer that carries its SDP. */
    'hash-text': (_given, input) =>
      hex.encode(
        offerSdpHash({
          version: 1,
          clientPk: new Uint8Array(32),
          bindingMode: 'exporter',
          sdp: asText(input),
        }),
      ),
    /** Section 3.1: the role that an SDP asks for, if the side it came from may ask for it. */
    setup: (given, input) =>
      checkSetup(asText(input), asWord(given['side'], ['offer', 'answer'], 'side'), asDialect(given)),
  },
  reopen: {
    answer(_given, answer): JsonObject {
      const { ufrag, pwd, fingerprint, setup, candidates } = readDescription(asText(answer));
      return {
        ufrag,
        pwd,
        dtls_fp: hex.encode(fingerprint),
        setup,
        candidates: candidatesJson(candidates),
      };
    },
  },
};
