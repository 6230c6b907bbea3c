import type { Dialect } from '../../dialect.js';
import type { BindingMode } from '../../offer_blob.js';
import type { Identity } from '../identity.js';
import type { DtlsCertificate } from '../rtc/certificate.js';
import type { OfferSession } from '../rtc/session.js';
import type { Substrate } from '../substrate.js';
import type { ClientRules } from './rules.js';

export interface DialOptions {
  readonly identity: Identity;
  readonly certificate: DtlsCertificate;
  readonly substrates: readonly Substrate[];
  readonly dialect?: Dialect;
  readonly bindingMode?: BindingMode;
  readonly addresses?: readonly string[];
  readonly pollMs?: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly now?: () => number;
  /** Opens the session in place of werift. */
  readonly offerSession?: OfferSession;
  /** CLIENT_RULES when absent. */
  readonly rules?: ClientRules;
}
