import { parseAddress } from '../../address.js';
import type { Dialect } from '../../dialect.js';
import type { BindingMode, OfferBlob } from '../../offer_blob.js';
import type { Reach } from '../rtc/session.js';

/** Section 3.3: a blob has room for eight candidates. */
const MOST_CANDIDATES = 8;

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
  candidates: candidates
    .slice(0, MOST_CANDIDATES)
    .map(({ address, port }) => ({ typ: 'host', addr: parseAddress(address), port })),
});
