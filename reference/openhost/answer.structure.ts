import { hex } from '../bytes/hex.js';
import { asBytes, asObject } from '../given.js';
import type { Json, JsonObject, Structure } from '../structure.js';
import { tracedBytes } from '../traced.js';
import { type Answer, answer } from './answer.js';
import { answerBlobJson, asAnswerBlob } from './blob_json.js';
import { unwrap, wrap } from './compression.js';
import { asDialect } from './dialect.js';
import { receiveAnswer } from './receive.js';

const answerJson = (value: Answer): JsonObject => ({
  version: value.version,
  daemon_pk: hex.encode(value.daemonPk),
  offer_sdp_hash: hex.encode(value.offerSdpHash),
  ...(value.version === 2 ? { blob: answerBlobJson(value.blob) } : { sdp: value.sdp }),
});

function asAnswer(input: Json) {
  const { daemon_pk, offer_sdp_hash, blob } = asObject(input);
  return {
    daemonPk: asBytes(daemon_pk, 'daemon_pk'),
    offerSdpHash: asBytes(offer_sdp_hash, 'offer_sdp_hash'),
    blob: asAnswerBlob(blob, 'blob'),
  };
}

export const answerStructure: Structure = {
  name: 'openhost/answer',
  operations: {
    /** The body, without compression_tag. */
    encode: (_given, input) => hex.encode(answer.encode(asAnswer(input))),
    decode: (_given, input) => answerJson(answer.decode(asBytes(input))),
    /** The plaintext of the sealed box: compression_tag and body. */
    wrap: (_given, input) => hex.encode(wrap(answer.encode(asAnswer(input)))),
    unwrap(given, input) {
      return answerJson(answer.decode(unwrap(asBytes(input), asDialect(given))));
    },
    /** As the client takes it: `signer` is the key that the packet is signed with, the hash that of its own offer. */
    receive(given, input) {
      const signer = asBytes(given['signer'], 'signer');
      const hash = asBytes(given['offer_sdp_hash'], 'offer_sdp_hash');
      return answerJson(receiveAnswer(asBytes(input), signer, hash));
    },
  },
  readBy: { encode: { op: 'decode' }, wrap: { op: 'unwrap' } },
  reopen: {
    /** An encoder has to use the zlib tag. */
    wrap(_given, wrapped) {
      const plaintext = asBytes(wrapped);
      const body = unwrap(plaintext);
      return { compression_tag: plaintext[0] ?? null, ...answerJson(answer.decode(body)) };
    },
  },
  annotate: (_given, input) => tracedBytes(input, answer.decode),
};
