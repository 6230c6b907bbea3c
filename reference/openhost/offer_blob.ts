/** Section 3.3: the offer blob, which has the parts of a client's SDP that a daemon cannot know. */
import { DecodeError } from '../bytes/error.js';
import { type Field, Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';
import {
  type Candidate,
  type IceStrings,
  readCandidates,
  readIceStrings,
  writeCandidates,
  writeIceStrings,
} from './ice.js';

export type BindingMode = 'exporter' | 'cert_fp';

export interface OfferBlob extends IceStrings {
  /**
   * Section 3.3 gives actpass a value, but section 3.1 has receivers reject it (OPENHOST-G12). So the blob can carry it, and
   * `checkSetup` judges the resulting SDP.
   */
  readonly setup: 'active' | 'actpass';
  readonly bindingMode: BindingMode;
  readonly clientDtlsFp: Uint8Array;
  readonly candidates: readonly Candidate[];
}

export const BLOB_VERSION = 1;
export const FINGERPRINT = 32;

const SETUP_BITS = 0b11;
const CERT_FP_BIT = 0b100;
const setups = { active: 0, passive: 1, actpass: 2 } as const;

/** Passive is also rejected on encode. */
export type OfferBlobRequest = Omit<OfferBlob, 'setup'> & { readonly setup: keyof typeof setups };

export const offerBlob = Object.freeze({
  encode(blob: OfferBlobRequest): Uint8Array {
    if (blob.setup === 'passive') throw new DecodeError('offer-blob/setup-passive', 1);
    const writer = new Writer().u8(BLOB_VERSION);
    writer.u8(setups[blob.setup] | (blob.bindingMode === 'cert_fp' ? CERT_FP_BIT : 0));
    writeIceStrings(writer, blob);
    if (blob.clientDtlsFp.length !== FINGERPRINT) throw new DecodeError('offer-blob/fingerprint-length');
    writer.put(blob.clientDtlsFp);
    writeCandidates(writer, blob.candidates);
    return writer.finish();
  },

  decode(bytes: Uint8Array, trace?: Field[], base = 0): OfferBlob {
    const reader = new Reader(bytes, trace, base);
    if (reader.u8('version') !== BLOB_VERSION) reader.reject('offer-blob/version', 1);
    const flags = reader.u8('flags');
    if (flags >> 3 !== 0) reader.reject('offer-blob/reserved-flags', 1);
    const setup = setupOf(flags & SETUP_BITS, reader);
    const bindingMode = (flags & CERT_FP_BIT) === 0 ? 'exporter' : 'cert_fp';
    const strings = readIceStrings(reader);
    const clientDtlsFp = reader.take('client_dtls_fp', FINGERPRINT).slice();
    const candidates = readCandidates(reader);
    reader.end('offer-blob/trailing-bytes');
    return { setup, bindingMode, ...strings, clientDtlsFp, candidates };
  },
});

function setupOf(value: number, reader: Reader): OfferBlob['setup'] {
  if (value === 1) reader.reject('offer-blob/setup-passive', 1);
  if (value === 3) reader.reject('offer-blob/setup-reserved', 1);
  return value === 0 ? 'active' : 'actpass';
}
