/**
 * Section 3.3: the SDP that both sides make of a blob. The template is printed for the answer; that the offer has the
 * same, with CRLF after every line and the fingerprint in upper case, is how it is deployed, and `offer_sdp_hash` hangs
 * on every byte of it (OPENHOST-G16).
 */
import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { addressText } from './address.js';
import type { AnswerBlob } from './answer_blob.js';
import type { Dialect } from './dialect.js';
import { type Candidate, checkIceStrings, type IceStrings } from './ice.js';
import { FINGERPRINT, type OfferBlob } from './offer_blob.js';

export type Setup = 'active' | 'passive' | 'actpass';

export interface Description extends IceStrings {
  readonly fingerprint: Uint8Array;
  readonly setup: Setup;
  readonly candidates: readonly Candidate[];
}

export function describe(description: Description): string {
  const { ufrag, pwd, fingerprint, setup, candidates } = description;
  checkIceStrings(description);
  if (fingerprint.length !== FINGERPRINT) throw new DecodeError('sdp/fingerprint-length');
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=rtcp-mux',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    `a=fingerprint:sha-256 ${fingerprintText(fingerprint)}`,
    `a=setup:${setup}`,
    'a=sctp-port:5000',
    ...candidates.map(candidateLine),
    'a=end-of-candidates',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

const fingerprintText = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => hex.encode(Uint8Array.of(byte)).toUpperCase()).join(':');

const candidateLine = ({ typ, addr, port }: Candidate): string =>
  `a=candidate:1 1 udp 1 ${addressText(addr)} ${port} typ ${typ} generation 0`;

export const offerSdp = (blob: OfferBlob): string => describe({ ...blob, fingerprint: blob.clientDtlsFp });

/** The fingerprint comes from the record of the host. */
export const answerSdp = (blob: AnswerBlob, dtlsFp: Uint8Array): string =>
  describe({ ...blob, fingerprint: dtlsFp });

/**
 * Section 3.1: the client is active and the daemon passive, and SDP that says otherwise is refused. Deployed daemons
 * look at the first setup line only and take actpass beside active; deployed clients take active from a daemon
 * (OPENHOST-G12, OPENHOST-G13).
 */
export function checkSetup(sdp: string, side: 'offer' | 'answer', dialect: Dialect = 'spec'): Setup {
  const all = attributes(sdp, 'setup');
  const setups = dialect === 'spec' ? all : all.slice(0, 1);
  const allowed = allowedSetups[dialect][side];
  const found = setups.map((value) => allowed.find((setup) => setup === value));
  const [first] = found;
  if (first === undefined || found.includes(undefined)) throw new DecodeError('sdp/setup', 0, all.join(' '));
  return first;
}

const allowedSetups: Record<Dialect, Record<'offer' | 'answer', readonly Setup[]>> = {
  spec: { offer: ['active'], answer: ['passive'] },
  deployed: { offer: ['active', 'actpass'], answer: ['active', 'passive'] },
};

/** The values of an attribute in the order of their lines, which end with CRLF or LF. */
export const attributes = (sdp: string, name: string): string[] =>
  sdp
    .split(/\r?\n/)
    .filter((line) => line.startsWith(`a=${name}:`))
    .map((line) => line.slice(name.length + 3));
