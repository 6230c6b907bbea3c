import { hex } from '../bytes/hex.js';
import { asBytes } from '../given.js';
import type { Structure } from '../structure.js';
import { tracedBytes } from '../traced.js';
import { answerBlob } from './answer_blob.js';
import { answerBlobJson, asAnswerBlob } from './blob_json.js';

export const answerBlobStructure: Structure = {
  name: 'openhost/answer-blob',
  operations: {
    encode: (_given, input) => hex.encode(answerBlob.encode(asAnswerBlob(input))),
    decode: (_given, input) => answerBlobJson(answerBlob.decode(asBytes(input))),
  },
  annotate: (_given, input) => tracedBytes(input, answerBlob.decode),
};
