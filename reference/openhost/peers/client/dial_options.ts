import type { Dialect } from '../../dialect.js';
import type { BindingMode } from '../../offer_blob.js';
import type { Identity } from '../identity.js';
import type { DtlsCertificate } from '../rtc/certificate.js';
import { type OfferSession, offerSession } from '../rtc/session.js';
import type { Substrate } from '../substrate.js';
import { CLIENT_RULES, type ClientRules } from './rules.js';

export interface DialSettings {
  readonly identity: Identity;
  readonly certificate: DtlsCertificate;
  readonly substrates: readonly Substrate[];
  readonly dialect: Dialect;
  readonly bindingMode: BindingMode;
  readonly addresses?: readonly string[];
  readonly pollMs: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly now: () => number;
  /** Opens the session of an offer, by werift or another stack. */
  readonly offerSession: OfferSession;
  readonly rules: ClientRules;
}

const DEFAULTS = {
  dialect: 'spec',
  bindingMode: 'exporter',
  pollMs: 500,
  timeoutMs: 30_000,
  now: () => Date.now(),
  offerSession,
  rules: CLIENT_RULES,
} satisfies Partial<DialSettings>;

export type DialOptions = Omit<DialSettings, keyof typeof DEFAULTS> & Partial<DialSettings>;

export const settingsOf = (options: DialOptions): DialSettings => ({ ...DEFAULTS, ...options });

export interface Host {
  readonly name: string;
  readonly key: Uint8Array;
}

/** A host that a client dials. The signal also ends the time that it has for that. */
export interface Dialling extends DialSettings {
  readonly host: Host;
  readonly signal: AbortSignal;
}
