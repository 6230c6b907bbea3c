import { parseAddress } from '../../address.js';
import type { AnswerBlob } from '../../answer_blob.js';
import type { Reach } from '../rtc/session.js';

/** Section 3.3: a blob has room for eight candidates. */
const MOST_CANDIDATES = 8;

/** Section 3.1: the daemon asserts `passive`. */
export const answerBlobOf = ({ ufrag, pwd, candidates }: Reach): AnswerBlob => ({
  setup: 'passive',
  ufrag,
  pwd,
  candidates: candidates
    .slice(0, MOST_CANDIDATES)
    .map(({ address, port }) => ({ typ: 'host', addr: parseAddress(address), port })),
});
