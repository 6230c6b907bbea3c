/** Section 3.3: the body of an answer. Version 2 is written; version 1 is only read. */
import { DecodeError } from '../bytes/error.js';
import { type Field, Reader } from '../bytes/reader.js';
import { utf8 } from '../bytes/text.js';
import { Writer } from '../bytes/writer.js';
import { type AnswerBlob, answerBlob } from './answer_blob.js';
import { KEY, MAX_BLOB } from './offer.js';
import { separatorVersion } from './separator.js';

interface Bound {
  readonly daemonPk: Uint8Array;
  /** Which offer this answers. */
  readonly offerSdpHash: Uint8Array;
}

export interface CompactAnswer extends Bound {
  readonly version: 2;
  readonly blob: AnswerBlob;
}

export interface VerbatimAnswer extends Bound {
  readonly version: 1;
  readonly sdp: string;
}

export type Answer = CompactAnswer | VerbatimAnswer;

export const ANSWER_SEPARATOR = 'openhost-answer-inner';
const HASH = 32;

export const answer = Object.freeze({
  encode(value: Omit<CompactAnswer, 'version'>): Uint8Array {
    if (value.daemonPk.length !== KEY) throw new DecodeError('answer/key-length');
    if (value.offerSdpHash.length !== HASH) throw new DecodeError('answer/hash-length');
    const blob = answerBlob.encode(value.blob);
    return new Writer()
      .put(utf8(`${ANSWER_SEPARATOR}2`))
      .put(value.daemonPk)
      .put(value.offerSdpHash)
      .u16be(blob.length)
      .put(blob)
      .finish();
  },

  decode(body: Uint8Array, trace?: Field[]): Answer {
    const reader = new Reader(body, trace);
    const version =
      separatorVersion(reader, ANSWER_SEPARATOR, [1, 2]) ?? reader.reject('answer/separator', 22);
    const daemonPk = reader.take('daemon_pk', KEY).slice();
    const offerSdpHash = reader.take('offer_sdp_hash', HASH).slice();
    if (version === 1) {
      const sdp = reader.utf8('answer_sdp', reader.u32be('sdp_len'));
      reader.end('answer/trailing-bytes');
      return { version, daemonPk, offerSdpHash, sdp };
    }
    const length = reader.u16be('blob_len');
    if (length > MAX_BLOB) reader.reject('answer/blob-length', 2, `${length}`);
    const base = reader.offset;
    const blob = answerBlob.decode(reader.take('answer_blob', length), trace, base);
    reader.end('answer/trailing-bytes');
    return { version, daemonPk, offerSdpHash, blob };
  },
});
