/** An answer of version 1, which has its SDP in full. */
import { deflateSync } from 'node:zlib';
import { utf8 } from '../../reference/bytes/text.js';
import { concat, Writer } from '../../reference/bytes/writer.js';
import type { DaemonChange } from '../../reference/mutants/openhost/mutant.js';
import type { AnswerBlob } from '../../reference/openhost/answer_blob.js';
import type { DaemonRules } from '../../reference/openhost/peers/daemon/rules.js';
import type { DtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { answerSdp } from '../../reference/openhost/sdp.js';

/** The offset of the key in the body of an answer. The hash of the offer follows it. */
export const KEY_AT = 22;

/** Removes the optional parts of an answer. With them, about nine answers in ten are too long for a packet with the record. */
const spare = /^a=(?:rtcp-mux|end-of-candidates)\r\n| generation 0(?=\r\n)/gm;

/** Answers with a body of version 1. The answer names the given certificate, and the daemon shows it. */
export const legacyAnswer =
  (shown?: DtlsCertificate): DaemonChange =>
  (rules) => ({
    ...legacyBody(rules, shown?.fingerprint),
    ...(shown ? { showCertificate: () => shown } : {}),
  });

function legacyBody(rules: DaemonRules, named: Uint8Array | undefined): Partial<DaemonRules> {
  let fingerprint: Uint8Array = new Uint8Array(32);
  let made: AnswerBlob | undefined;
  return {
    hostRecord(facts, ts) {
      const record = rules.hostRecord(facts, ts);
      fingerprint = named ?? record.dtlsFp;
      return record;
    },
    answerBlob(reach) {
      made = rules.answerBlob(reach);
      return made;
    },
    compressAnswer(body) {
      if (made === undefined) return rules.compressAnswer(body);
      const sdp = utf8(answerSdp(made, fingerprint).replaceAll(spare, ''));
      const legacy = new Writer()
        .put(utf8('openhost-answer-inner1'))
        .put(body.subarray(KEY_AT, KEY_AT + 64))
        .u32be(sdp.length)
        .put(sdp);
      return concat(Uint8Array.of(2), deflateSync(legacy.finish()));
    },
  };
}
