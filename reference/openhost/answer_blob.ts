/** Section 3.3: the answer blob. The fingerprint is not in it; the record of the host has it. */
import { type Field, Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';
import {
  type Candidate,
  type IceStrings,
  readCandidates,
  readIceStrings,
  writeCandidates,
  writeIceStrings,
} from './ice.js';
import { BLOB_VERSION } from './offer_blob.js';

export interface AnswerBlob extends IceStrings {
  /** Active has a value here and is forbidden by section 3.1 (OPENHOST-G13): see `checkSetup`. */
  readonly setup: 'active' | 'passive';
  readonly candidates: readonly Candidate[];
}

export const answerBlob = Object.freeze({
  encode(blob: AnswerBlob): Uint8Array {
    const writer = new Writer().u8(BLOB_VERSION).u8(blob.setup === 'passive' ? 1 : 0);
    writeIceStrings(writer, blob);
    writeCandidates(writer, blob.candidates);
    return writer.finish();
  },

  decode(bytes: Uint8Array, trace?: Field[], base = 0): AnswerBlob {
    const reader = new Reader(bytes, trace, base);
    if (reader.u8('version') !== BLOB_VERSION) reader.reject('answer-blob/version', 1);
    const flags = reader.u8('flags');
    if (flags >> 1 !== 0) reader.reject('answer-blob/reserved-flags', 1);
    const strings = readIceStrings(reader);
    const candidates = readCandidates(reader);
    reader.end('answer-blob/trailing-bytes');
    return { setup: flags === 1 ? 'passive' : 'active', ...strings, candidates };
  },
});
