/**
 * The rules of a daemon, one function for each, in the order of the text. A daemon is built from one record of them.
 */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { equalBytes } from '../../../bytes/equal.js';
import { verify } from '../../../crypto/ed25519.js';
import { answer, type CompactAnswer } from '../../answer.js';
import type { AnswerBlob } from '../../answer_blob.js';
import { authBytes, type BoundSession } from '../../binding.js';
import { unwrap, wrap } from '../../compression.js';
import type { Dialect } from '../../dialect.js';
import { split } from '../../fragment.js';
import { type Offer, offer } from '../../offer.js';
import type { BindingMode } from '../../offer_blob.js';
import { offerSdpHash } from '../../offer_hash.js';
import type { TextRecord } from '../../packet.js';
import { canonical, type HostRecord, isFresh } from '../../record.js';
import { checkSetup } from '../../sdp.js';
import { open } from '../../sealed_box.js';
import { sequenceOf } from '../../sequence.js';
import { answerBlobOf } from '../blobs.js';
import { FRAME_RULES, type FrameRules } from '../frame_rules.js';
import type { Identity } from '../identity.js';
import type { DtlsCertificate } from '../rtc/certificate.js';
import type { ChangeSuites } from '../rtc/hello.js';
import type { Reach } from '../rtc/session.js';
import type { Substrate } from '../substrate.js';
import { CHANNEL_FAULTS, type ChannelFault } from './channel_fault.js';
import { type HostFacts, hostRecordOf, publishedTs } from './host_record.js';
import { type Header, type Incoming, type Outgoing, serviceHeaders } from './http_head.js';
import { readPairs } from './pairs.js';

/** Section 2: what a host publishes. */
export interface PublishingRules {
  /** The `ts` of the record that is published now: after a restart, the next record must be newer. */
  publishedTs(identity: Identity, substrates: readonly Substrate[], signal: AbortSignal): Promise<bigint>;
  hostRecord(facts: HostFacts, ts: bigint): HostRecord;
  canonicalRecord(record: HostRecord): Uint8Array;
  /** One packet carries the record and the answers beside it. */
  packetRecords(host: TextRecord, answers: readonly TextRecord[]): readonly TextRecord[];
  /** OPENHOST-G01: the text counts seconds, deployed peers count microseconds. */
  sequence(ts: bigint, dialect: Dialect): bigint;
}

/** The form of the body that an offer came in. */
export type OfferVersion = Offer['version'];

/** Section 3.3: which offers a daemon answers. */
export interface OfferRules {
  /** Reads the database of pairs. Throws when it cannot be read. */
  readPairs(database: () => readonly string[]): readonly string[];
  /** Section 3 step 6: each poll looks at every watched client. */
  lookAtEach(
    clients: readonly string[],
    look: (client: string) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  unseal(seed: Uint8Array, box: Uint8Array): Uint8Array;
  uncompress(plaintext: Uint8Array, dialect: Dialect): Uint8Array;
  decodeOffer(body: Uint8Array): Offer;
  /** The key inside the offer is the key that signed the packet. */
  isSigner(inside: Uint8Array, signer: Uint8Array, version: OfferVersion): boolean;
  /** Section 3.1: the roles that an offer may assert. */
  checkSetup(sdp: string, dialect: Dialect, version: OfferVersion): void;
  isFresh(seq: bigint, now: bigint): boolean;
  isReplay(box: string, answered: string | undefined): boolean;
  isAllowed(client: string, allowed: (client: string) => boolean, version: OfferVersion): boolean;
  bindsIn(mode: BindingMode, modes: readonly BindingMode[]): boolean;
}

/** Sections 3.1, 3.2 and 3.3: the answer to an offer, and the handshake that follows. */
export interface AnswerRules {
  pinFingerprint(fingerprint: Uint8Array, version: OfferVersion): Uint8Array | undefined;
  /** Whether the client must prove that it has the key of its certificate. */
  demandsPossession(): boolean;
  showCertificate(certificate: DtlsCertificate): DtlsCertificate;
  /** Section 3.1: the daemon is the DTLS server. */
  dtlsRole(): 'server' | 'client';
  /** Changes the cipher suites that it reads from a ClientHello. It reads all when this is absent. */
  offeredSuites?: ChangeSuites;
  /** Changes the cipher suite that it answers with. It answers with the negotiated one when this is absent. */
  takenSuite?: ChangeSuites;
  offerHash(read: Offer): Uint8Array;
  answerBlob(reach: Reach): AnswerBlob;
  encodeAnswer(answer: Omit<CompactAnswer, 'version'>): Uint8Array;
  compressAnswer(body: Uint8Array): Uint8Array;
  splitAnswer(sealed: Uint8Array, dialect: Dialect): readonly Uint8Array[];
  /** Section 3 step 4: the answer is published at once. */
  publishAnswer(publish: () => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** The values that both signatures of the binding cover. */
interface Bound extends BoundSession {
  readonly clientPk: Uint8Array;
}

/** Section 3 step 9: the channel binding, the same in both modes. */
export interface BindingRules {
  nonce(): Uint8Array;
  authMessage(bound: Bound, mode: BindingMode): Uint8Array;
  /** The key in AUTH_CLIENT is the key of the offer. */
  isOfferer(clientPk: Uint8Array, offerer: Uint8Array, mode: BindingMode): boolean;
  verifyAuthClient(
    clientPk: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
    mode: BindingMode,
  ): boolean;
  /** A binding that fails ends the connection, not only its channel. */
  disconnects(dialect: Dialect): boolean;
}

/** Sections 4 and 5: frames, and the end of a channel. */
export interface ChannelRules extends FrameRules {
  /**
   * The diagnostic of the ERROR with which a fault ends the channel; undefined when the fault leaves the channel open.
   */
  closeReason(fault: ChannelFault): string | undefined;
}

/** Sections 4.1 and 4.2: requests to the service, and upgrades. */
export interface ServiceRules {
  /** The headers that the daemon sends to the service. */
  requestHeaders(request: Incoming, outgoing: Outgoing): readonly Header[];
  /** Milliseconds that the service has for its response; unlimited when absent. */
  serviceMs?: number;
  /** An empty list of paths is an error of the configuration. It does not mean that no path may be upgraded. */
  acceptsPaths(paths: readonly string[] | undefined): boolean;
  upgradesPath(path: string, listed: readonly string[]): boolean;
  /** Whether the client of an upgrade gets this status of the service. It gets 502 in place of any other. */
  passesStatus(status: number): boolean;
  /** What the service sent together with its 101 belongs to the tunnel. */
  earlyBytes(early: Uint8Array): Uint8Array;
  /** The end of the channel ends the connection to the service. */
  leaveService(socket: Socket): void;
  /** The end of the service ends the channel. */
  serviceLeft(end: () => void): void;
}

export interface DaemonRules
  extends PublishingRules,
    OfferRules,
    AnswerRules,
    BindingRules,
    ChannelRules,
    ServiceRules {}

export const DAEMON_RULES = Object.freeze<DaemonRules>({
  publishedTs,
  hostRecord: hostRecordOf,
  canonicalRecord: canonical.encode,
  packetRecords: (host, answers) => [host, ...answers],
  sequence: sequenceOf,

  readPairs,
  async lookAtEach(clients, look) {
    await Promise.all(clients.map(look));
  },
  unseal: open,
  uncompress: unwrap,
  decodeOffer: (body) => offer.decode(body),
  isSigner: equalBytes,
  checkSetup: (sdp, dialect) => void checkSetup(sdp, 'offer', dialect),
  isFresh: (seq, now) => isFresh({ ts: seq }, now),
  isReplay: (box, answered) => box === answered,
  isAllowed: (client, allowed) => allowed(client),
  bindsIn: (mode, modes) => modes.includes(mode),

  pinFingerprint: (fingerprint) => fingerprint,
  demandsPossession: () => true,
  showCertificate: (certificate) => certificate,
  dtlsRole: () => 'server',
  offerHash: offerSdpHash,
  answerBlob: answerBlobOf,
  encodeAnswer: answer.encode,
  compressAnswer: wrap,
  splitAnswer: split,
  publishAnswer: (publish) => publish(),

  nonce: () => new Uint8Array(randomBytes(32)),
  authMessage: ({ clientPk, ...session }) => authBytes(session, clientPk),
  isOfferer: equalBytes,
  verifyAuthClient: verify,
  disconnects: (dialect) => dialect === 'spec',

  ...FRAME_RULES,
  closeReason: (fault) => CHANNEL_FAULTS[fault],

  requestHeaders: serviceHeaders,
  acceptsPaths: (paths) => paths?.length !== 0,
  upgradesPath: (path, listed) => listed.includes(path) || listed[0] === '*',
  passesStatus: (status) => status === 101,
  earlyBytes: (early) => early,
  leaveService: (socket) => void socket.destroy(),
  serviceLeft: (end) => end(),
});
