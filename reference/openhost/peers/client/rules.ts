/**
 * The rules of a client, one function for each, in the order of the text. A client is built from one record of them.
 */
import { equalBytes } from '../../../bytes/equal.js';
import { verify } from '../../../crypto/ed25519.js';
import { type Answer, answer } from '../../answer.js';
import { NONCE } from '../../binding.js';
import { unwrap, wrap } from '../../compression.js';
import type { Dialect } from '../../dialect.js';
import { type Address, address } from '../../identity.js';
import { offerName } from '../../labels.js';
import { offer } from '../../offer.js';
import type { OfferBlob } from '../../offer_blob.js';
import { hostRecord, type TextRecord } from '../../packet.js';
import { type LabelledFragment, reassemble } from '../../reassembly.js';
import { type HostRecord, isFresh, readRecord } from '../../record.js';
import { checkSetup } from '../../sdp.js';
import { type Offered, offerBlobOf } from '../blobs.js';
import type { Identity } from '../identity.js';
import type { ChangeSuites } from '../rtc/hello.js';
import type { Reach } from '../rtc/session.js';
import { type Found, resolve, type Substrate } from '../substrate.js';
import { CONNECTION_RULES, type ConnectionRules } from './connection_rules.js';

/** Sections 1 and 2: the host that a URL names, and its record. */
export interface LookupRules {
  parseUrl(url: string): Address;
  findPacket(substrates: readonly Substrate[], name: string, signal: AbortSignal): Promise<Found | undefined>;
  readHostRecord(records: readonly TextRecord[], host: Uint8Array): HostRecord;
  isFresh(record: HostRecord, now: bigint): boolean;
}

/** Section 3.3: the offer. */
export interface OfferRules {
  offerBlob(reach: Reach, offered: Offered): OfferBlob;
  encodeOffer(clientPk: Uint8Array, blob: OfferBlob): Uint8Array;
  compressOffer(body: Uint8Array): Uint8Array;
  offerRecords(host: Uint8Array, value: string): readonly TextRecord[];
}

/** Sections 3.1 to 3.3: the answer, and the handshake that follows. */
export interface AnswerRules {
  reassemble(fragments: readonly LabelledFragment[], dialect: Dialect): Uint8Array | undefined;
  uncompress(plaintext: Uint8Array, dialect: Dialect): Uint8Array;
  decodeAnswer(body: Uint8Array): Answer;
  /** The answer names the key of the host. */
  isHost(daemonPk: Uint8Array, host: Uint8Array): boolean;
  /** The answer names the offer of this client. */
  answersOffer(offerHash: Uint8Array, own: Uint8Array): boolean;
  checkSetup(sdp: string, dialect: Dialect): void;
  /** Section 3.2: the client pins the fingerprint of the record, also when the answer has another one. */
  pinFingerprint(recorded: Uint8Array, answer: string): Uint8Array | undefined;
  /** Whether the host must prove that it has the key of its certificate. */
  demandsPossession(): boolean;
  /** Changes the cipher suite that it reads from a ServerHello. It reads the one that came when this is absent. */
  takenSuite?: ChangeSuites;
}

/** Section 3 step 9: the channel binding. */
export interface BindingRules {
  /** The nonce in the payload of AUTH_NONCE; undefined when the payload is not a nonce. */
  readNonce(payload: Uint8Array): Uint8Array | undefined;
  signAuthClient(identity: Identity, message: Uint8Array): Uint8Array;
  verifyAuthHost(host: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

export interface ClientRules extends LookupRules, OfferRules, AnswerRules, BindingRules, ConnectionRules {}

const OFFER_TTL = 30;

export const CLIENT_RULES = Object.freeze<ClientRules>({
  parseUrl: address.decode,
  findPacket: resolve,
  readHostRecord: (records, host) => readRecord(hostRecord(records).value, host),
  isFresh,

  offerBlob: offerBlobOf,
  encodeOffer: (clientPk, blob) => offer.encode({ clientPk, blob }),
  compressOffer: wrap,
  offerRecords: (host, value) => [{ label: offerName(host), ttl: OFFER_TTL, value }],

  reassemble,
  uncompress: unwrap,
  decodeAnswer: answer.decode,
  isHost: equalBytes,
  answersOffer: equalBytes,
  checkSetup: (sdp, dialect) => void checkSetup(sdp, 'answer', dialect),
  pinFingerprint: (recorded) => recorded,
  demandsPossession: () => true,

  readNonce: (payload) => (payload.length === NONCE ? payload : undefined),
  signAuthClient: (identity, message) => identity.sign(message),
  verifyAuthHost: verify,

  ...CONNECTION_RULES,
});
