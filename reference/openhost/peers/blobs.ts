/** Section 3.3: the blobs in which a client and a daemon say where they can be reached. */
import { parseAddress } from '../address.js';
import type { AnswerBlob } from '../answer_blob.js';
import type { Dialect } from '../dialect.js';
import { type Candidate, MAX_CANDIDATES } from '../ice.js';
import type { BindingMode, OfferBlob } from '../offer_blob.js';
import type { Reach } from './rtc/session.js';

/** The parts of an offer that do not say where the client can be reached. */
export interface Offered {
  readonly dialect: Dialect;
  readonly bindingMode: BindingMode;
  readonly fingerprint: Uint8Array;
}

/** Section 3.1: the client asserts `active`; deployed clients assert `actpass`. */
export const offerBlobOf = (
  { ufrag, pwd, candidates }: Reach,
  { dialect, bindingMode, fingerprint }: Offered,
): OfferBlob => ({
  setup: dialect === 'deployed' ? 'actpass' : 'active',
  bindingMode,
  ufrag,
  pwd,
  clientDtlsFp: fingerprint,
  candidates: hostCandidates(candidates),
});

/** Section 3.1: the daemon asserts `passive`. */
export const answerBlobOf = ({ ufrag, pwd, candidates }: Reach): AnswerBlob => ({
  setup: 'passive',
  ufrag,
  pwd,
  candidates: hostCandidates(candidates),
});

/** As many as a blob has room for. */
const hostCandidates = (candidates: Reach['candidates']): Candidate[] =>
  candidates
    .slice(0, MAX_CANDIDATES)
    .map(({ address, port }) => ({ typ: 'host', addr: parseAddress(address), port }));
