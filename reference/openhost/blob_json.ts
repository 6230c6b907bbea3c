/** Blobs on the JSON border, under the names of section 3.3. */
import { hex } from '../bytes/hex.js';
import { asBytes, asInteger, asList, asObject, asText, asWord } from '../given.js';
import type { Json, JsonObject } from '../structure.js';
import type { AnswerBlob } from './answer_blob.js';
import { CANDIDATE_TYPES, type Candidate } from './ice.js';
import type { OfferBlob, OfferBlobRequest } from './offer_blob.js';

export const offerBlobJson = (blob: OfferBlob): JsonObject => ({
  setup: blob.setup,
  binding_mode: blob.bindingMode,
  ufrag: blob.ufrag,
  pwd: blob.pwd,
  client_dtls_fp: hex.encode(blob.clientDtlsFp),
  candidates: candidatesJson(blob.candidates),
});

export const answerBlobJson = (blob: AnswerBlob): JsonObject => ({
  setup: blob.setup,
  ufrag: blob.ufrag,
  pwd: blob.pwd,
  candidates: candidatesJson(blob.candidates),
});

export const candidatesJson = (candidates: readonly Candidate[]): readonly JsonObject[] =>
  candidates.map(({ typ, addr, port }) => ({ typ, addr: hex.encode(addr), port }));

export function asOfferBlob(value: Json | undefined, name = 'input'): OfferBlobRequest {
  const { setup, binding_mode, ufrag, pwd, client_dtls_fp, candidates } = asObject(value, name);
  return {
    setup: asWord(setup, ['active', 'passive', 'actpass'], 'setup'),
    bindingMode: asWord(binding_mode, ['exporter', 'cert_fp'], 'binding_mode'),
    ufrag: asText(ufrag, 'ufrag'),
    pwd: asText(pwd, 'pwd'),
    clientDtlsFp: asBytes(client_dtls_fp, 'client_dtls_fp'),
    candidates: asCandidates(candidates),
  };
}

export function asAnswerBlob(value: Json | undefined, name = 'input'): AnswerBlob {
  const { setup, ufrag, pwd, candidates } = asObject(value, name);
  return {
    setup: asWord(setup, ['active', 'passive'], 'setup'),
    ufrag: asText(ufrag, 'ufrag'),
    pwd: asText(pwd, 'pwd'),
    candidates: asCandidates(candidates),
  };
}

function asCandidates(value: Json | undefined): Candidate[] {
  return asList(value, 'candidates').map((item) => {
    const { typ, addr, port } = asObject(item, 'candidates');
    return {
      typ: asWord(typ, CANDIDATE_TYPES, 'typ'),
      addr: asBytes(addr, 'addr'),
      port: asInteger(port, 'port'),
    };
  });
}
