import { hex } from '../bytes/hex.js';
import { asBytes } from '../given.js';
import type { Structure } from '../structure.js';
import { traced } from '../traced.js';
import { answerBlob } from './answer_blob.js';
import { answerBlobJson, asAnswerBlob } from './blob_json.js';
import { asDialect } from './dialect.js';

export const answerBlobStructure: Structure = {
  name: 'openhost/answer-blob',
  operations: {
    encode: (given, input) => hex.encode(answerBlob.encode(asAnswerBlob(input), asDialect(given))),
    decode: (given, input) => answerBlobJson(answerBlob.decode(asBytes(input), asDialect(given))),
  },
  annotate(given, input) {
    if (typeof input !== 'string') return [];
    return traced((trace) => answerBlob.decode(asBytes(input), asDialect(given), trace));
  },
};
